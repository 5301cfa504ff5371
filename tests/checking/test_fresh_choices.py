"""Choices in the forms in which models and students give them: each key with right, wrong and undecided replies.

Labelled right or wrong by hand; replies still misread are left out. `= key`, then its replies, one a line, ⏎ for a new
line: `+` right, `-` wrong, `?` wrong and never accepted, though it may stay undecided.
"""

import pytest

from viva import equivalent

TABLE = r"""
= B
+ b
+ (b)
+ \boxed{\text{B}}
+ **A.** ❌ The loss is not convex.⏎**B.** ✅ Adam keeps two moments.⏎**C.** ❌ Nope.
+ [ ] A⏎[x] B⏎[ ] C⏎[ ] D
+ A: no. B: yes. C: no.
+ Correct answer → B
+ > B
+ ANSWER: B
+ Ans. (b)
+ ```json⏎{"answer": "B", "confidence": 0.9}⏎```
+ {"reasoning": "A ignores bias, so B", "choice": "B"}
+ [B]
+ The answer is (B) since `x.mean(0)` averages the batch axis.
+ The second option.
+ B is right, and here is why the rest is not: A forgets the factor two, C is off by a sign.
+ My answer would be B
- C.
- - A: ✗ momentum has no such term⏎- B: ✗ not the definition⏎- C: ✓⏎- D: ✗
- | Option | Verdict |⏎|---|---|⏎| A | True |⏎| B | False |⏎| C | False |
- A is out because the sum diverges, B and D are out because they ignore the bias. That leaves C.
- By elimination: not A, not B, not D. Only **C** remains.
- <think>⏎Maybe B? The derivative of ReLU is 0 there. Or C.⏎</think>⏎The correct choice is **C**.
- The right one here is **A) weight decay**, as it penalises the norm.
- Statement D is the true one; the others all confuse variance with standard deviation.
- B cannot be, since shapes would not match. C cannot be either. Hence A.
- **Answer: (C)**⏎⏎Why not A: it ignores the stride. Why not B: it ignores padding.
- A and B contradict the chain rule; D is trivially false; C is what remains.
- ```json⏎{"answer": "A", "confidence": 0.9}⏎```
- \textbf{D}
- Thus, the answer is $\mathrm{(A)}$.
- The last option: D.
- Of course C. B is a common mistake.
- Most likely A.
? 1. Check A: all fine → accept.⏎2. Check B: dimension mismatch → reject.⏎3. Check C: sign wrong → reject.
= \textbf{(b)}
+ (b)
+ Option b is what we want.
+ B
+ (a) is false, because softmax is shift invariant; (b) is true; (c) is false.
- Option d is what we want.
- (a)
- (a) is true, because softmax is shift invariant; (b) is false; (c) is false.
= (b) momentum
+ momentum
+ (b)
+ b) Momentum
+ The method described is momentum, i.e. option (b).
- (a) plain SGD
- (c)
- The method described is Nesterov, i.e. option (c).
= B and D
+ Neither A nor C is true, so B and D.
+ - [ ] A⏎- [x] B⏎- [ ] C⏎- [x] D
+ B and D hold. A fails for a batch of size one, and C fails at test time.
+ The correct ones are B & D.
+ BD
+ The transformers with masks: B, D.
+ B is true because the mean is subtracted. D is true as well. The other two are false.
- Both A and D.
- A: false, the variance is biased.⏎B: true.⏎C: true, needs iid.⏎D: true, by Jensen.
- A: true.⏎B: false.⏎C: true.⏎D: false.
- \boxed{A, B}
- The correct ones are C & D.
- A is true because the mean is subtracted. D is true as well. The other two are false.
- A does hold. B does. C does not hold. D does not.
= A, B, D
+ A, B and D are true; C is false.
- All but D.
- A and B
- A, B and C are true; D is false.
= {A, C}
+ A and C
+ {A, C}
+ C, A
+ (a), (c)
+ A — correct⏎B — incorrect⏎C — correct⏎D — incorrect
+ A and C are linear, B isn't.
+ The first and the third.
- A and B
- {A, B, C}
- (a)
- A — correct⏎B — correct⏎C — incorrect⏎D — incorrect
- B and C are linear, A isn't.
- The first and the second.
= "A, C"
+ A and C
+ A, C
- C only
= ii
+ ii
+ (ii)
+ Statement (ii) is right.
+ (i) is wrong, (ii) is right, (iii) is wrong.
+ II
+ \boxed{\text{(ii)}}
- iii
- (i)
- Statement (iii) is right.
- (i) is right, (ii) is wrong, (iii) is wrong.
- \boxed{\text{(iv)}}
= Option 3
+ 3
+ Option 3
+ The third option.
+ (3)
+ Options 1 and 2 violate symmetry; option 3 is right.
- Option 2
- The first option.
- (1)
- Options 1 and 3 violate symmetry; option 2 is right.
= none of the above
+ None of the above.
+ None of them.
+ None of these are correct.
+ None of the options is correct.
- All of the above.
- Option A
- None of these is wrong, so all of the above.
- C, none of the others.
- B
- none of the above is unreasonable, but I pick A
= true
+ True
+ **True.** The gradient is bounded.
+ The claim holds.
+ T
+ {"answer": true}
+ T.
+ It seems false but is true.
- The claim does not hold.
- That is wrong: take n = 1.
- It would be true if the batch were infinite, but here it is false.
- Not quite true.
- {"answer": "false"}
- It looks true but is false.
- This sounds right but it's wrong.
? The claim that it is true is mistaken.
? Only sometimes true.
= no
+ No, it does not converge.
+ no
+ It does not, because the step is too large.
+ **No** – the batch statistics differ.
- Yes, it converges.
- yes!
- **Yes** – the batch statistics agree.
- Indeed it does. Yes.
= batch normalization
+ It's batch normalization.
+ Not layer normalization but batch normalization.
- Dropout
- Not batch normalization but layer normalization.
- instance norm
- Not batch normalization but layer normalization
- Group normalization
- batch gradient descent
- It cannot be batch normalization; it is dropout.
= increases
+ It increases.
+ The variance goes up, i.e. increases.
+ increase
+ It will increase with depth.
+ It gets bigger
- It decreases.
- It stays the same.
- It does not increase.
- It will decrease with depth.
- It gets smaller
- It doesn't get larger.
- no longer increases
? It would increase if p grew, but p is fixed, so it stays the same.
= T F T
+ T, F, T
+ True, False, True
+ 1. True⏎2. False⏎3. True
+ (a) True because of linearity. (b) False, see ReLU. (c) True.
+ (1) T (2) F (3) T
+ Only the second is false.
- T, T, T
- 1. True⏎2. True⏎3. False
- (a) False because of linearity. (b) False, see ReLU. (c) True.
- T F F
- False, False, True
- (1) T (2) T (3) T
- Only the first is true.
? T F
= 1-c, 2-a, 3-b
+ 1-c, 2-a, 3-b
+ 1 → c⏎2 → a⏎3 → b
+ 1: c, 2: a, 3: b
+ | 1 | c |⏎| 2 | a |⏎| 3 | b |
+ (1) matches (c), (2) matches (a), (3) matches (b).
- 1-a, 2-c, 3-b
- 1 → c⏎2 → b⏎3 → a
- 1: b, 2: a, 3: c
- (1) matches (b), (2) matches (a), (3) matches (c).
= B < C < A
+ B < C < A
- A < B < C
- B < A < C
= A, C and D
+ Only B is wrong; the correct ones are A, C and D.
+ A (yes), B (no), C (yes), D (yes)
+ A, C & D
+ A+C+D
+ The valid kernels: A, C, D. The invalid one: B.
+ I'd tick A, C and D. B looks plausible, but the trace is negative.
+ \boxed{A, C, D}
- Only D is wrong; the correct ones are A, B and C.
- a, b, d
- A/B/D
- The valid kernels: A, B, D. The invalid one: C.
- **A** – true⏎**B** – true⏎**C** – false⏎**D** – true
- \boxed{\text{A, B, D}}
- A ✓ since linear. B ✗ because of the square. C ✗. D ✓.
? A, B, and D are convex; C is not, since its Hessian has a negative eigenvalue.
? All four are convex.
= yes
+ Yes, by Jensen's inequality.
+ It does: the weights are shared.
+ Absolutely.
+ \boxed{\text{Yes}}
+ Yes. It would not if the step were larger.
+ **Answer:** yes
- No, Jensen goes the other way.
- It doesn't: the weights differ.
- Not at all.
- \boxed{\text{No}}
- No. It would if the step were smaller.
- **Answer:** no
= false
+ The statement is false.
+ False – a counterexample is x = 0.
+ This does not hold in general.
+ Not true.
+ It's tempting to say true, but the statement is false.
+ No.
+ Incorrect. The bound is loose.
- The statement is true.
- True – x = 0 is no counterexample.
- This holds for all x.
- Correct.
- It's tempting to say false, but the statement is true.
- It is correct that the bound is tight.
= dropout
+ Dropout.
+ The technique is called dropout.
+ This is **dropout**, not weight decay.
+ \boxed{\text{dropout}}
+ I believe it's dropout (Srivastava et al.)
- Weight decay.
- The technique is called early stopping.
- This is **weight decay**, not dropout.
- \boxed{\text{weight decay}}
- I believe it's mixup
= decreases
+ It decreases.
+ It gets smaller.
+ The variance drops by a factor of n.
+ **Decreases** – averaging shrinks it.
+ it goes down
+ The error becomes lower.
- It increases.
- It gets larger.
- The variance grows by a factor of n.
- No change.
- **Increases** – summing grows it.
- it goes up
- It remains constant.
= (c)
+ c
+ (c) is the only one that satisfies both conditions.
+ Because the softmax is invariant to shifts, c.
+ a is false, b is false, c is true, d is false
- b
- (b) is the only one that satisfies both conditions.
- Because the softmax is invariant to shifts, d.
- a is false, b is true, c is false, d is false
? a) The kernel matrix is PSD.
= 1, 3
+ 1 and 3
+ Statements 1 and 3 are true.
- 1 and 2
- Statements 2 and 3 are true.
= True, False, True, False
+ T F T F
+ i) True⏎ii) False⏎iii) True⏎iv) False
+ 1. ✓ 2. ✗ 3. ✓ 4. ✗
+ (a) T (b) F (c) T (d) F
+ The first and third are true, the others false.
- T T T F
- i) True⏎ii) False⏎iii) False⏎iv) True
- 1. ✓ 2. ✓ 3. ✗ 4. ✗
- (a) T (b) T (c) T (d) F
- The first and second are true, the others false.
= a-3, b-1, c-2
+ a→3, b→1, c→2
+ A is 3, B is 1, C is 2.
+ - (a): 3⏎- (b): 1⏎- (c): 2
- a→1, b→3, c→2
- A is 2, B is 1, C is 3.
- - (a): 3⏎- (b): 2⏎- (c): 1
= C
+ **Solution.** Compare the four plots: only plot C has a flat region for negative inputs, which is what ReLU does.
+ The one that does not belong is C.
+ A? No. B? No. C? Yes. D? No.
+ Is it A? No, because the norm is not squared. Is it C? Yes.
+ → **C**
+ ⇒ (c)
+ Therefore, (C) is the answer. (A) is tempting, but it forgets the bias.
+ We get 0.5 · 2 = 1, matching C.
+ This corresponds to option C.
+ So A, B, D are all eliminated → C.
+ Everything except C fails.
+ Only C.
+ Just (c)
+ Among the candidates, A and B blow up, D oscillates, and C converges. The question asks for convergence, so: C.
+ Most people say D. It is C.
+ D... wait, no. C.
- The fourth statement is the only correct one.
- I initially picked C. Rereading, the question asks for the *false* statement, which is D.
- Not A. Not C. B, yes. Not D.
- A? No. B? Yes. C? No. D? No.
- Is it C? No, because the norm is not squared. Is it A? Yes.
- Therefore, (A) is the answer. (C) is tempting, but it forgets the bias.
- Everything except B fails.
- Only A.
- Final Answer: The final answer is $\boxed{B}$
- B rather than C
- C and D.
- ~~C~~ D
- Most people say C. It is D.
- Correct answer: A (C is a distractor).
- C is close but A is better.
- I doubt it's C; A.
- **Option A** says g. This is right.⏎⏎**Option B** says h. This is wrong.⏎⏎**Option C** says j. This is also right.
? The false statement is A.
? C is wrong.
? C looks right at first sight. It isn't: the sign is off. A has the right sign.
? Either C or D; I lean towards D.
? The answer is not C.
? **Option A**: g. Spot on.⏎⏎**Option B**: h. This is wrong.⏎⏎**Option C**: j. This is right.
? A: this one is fine⏎B: false⏎C: true
= A and B
+ A ✓, B ✓, C ✗
+ Both A and B are right, while C is not.
+ A as well as B
+ A. Also B.
+ A is right. C is wrong. B is right too.
+ Select A and B.
+ I thought only A, but B holds too, so A and B.
- Both A and C are right, while B is not.
- A, but not B.
- A is right; B and C are wrong
- A and B are the distractors, C is the answer.
- All except A and B
- If A and B held, C would fail. C holds.
- I thought A and B, but B needs independence; so only A.
? The last two.
? A or B
? Neither A nor B.
? A and B are false.
? Except for A and B, all hold.
? Discard A and B.
? The first two are wrong, the rest right.
"""


def rows() -> list[tuple[str, str, str]]:
    found, key = [], ""
    for line in TABLE.strip().split("\n"):
        sign, _, text = line.partition(" ")
        if sign == "=":
            key = text
        else:
            found.append((key, text.replace("⏎", "\n"), sign))
    return found


@pytest.mark.parametrize(("key", "reply", "sign"), rows())
def test_a_choice_is_read_in_the_words_it_is_given_in(key: str, reply: str, sign: str) -> None:
    verdict = equivalent(key, reply)
    if sign == "?":
        assert verdict is not True
    else:
        assert verdict is (sign == "+")
