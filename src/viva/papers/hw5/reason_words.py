"""The words of 1a: convolutional and fully connected layers, weights, places, shifts, neighbourhoods."""

from __future__ import annotations

from viva.reading.senses import Lexicon

LEXICON = Lexicon(
    {
        "CONV": "convolution* conv convs cnn cnns convnet* convolv* ccn",
        "DENSE": "both_kinds both_types both_layers both_architectures dense densely fc mlp mlps fully_connected "
        "linear_layer* perceptron* affine_layer* fcn fcs feedforward feed_forward",
        "WEIGHT": "weight weights parameter parameters param params coefficient* free_parameter* "
        "degrees_of_freedom weights' unknowns learnables parametri*",
        "KERNEL": "kernel* filter filters stencil* detector* template* mask masks",
        "SHARE": "share shares shared sharing tie ties tied tying reus* re-us* common recycl* used_again",
        "ONE": "one single",
        "SAME": "same identical identically alike equal equally",
        "UNCHANGED": "unchanged unaffected untouched constant as_they_are exactly_as_before",
        "DIRECTION": "way manner direction amount up_to shifted distance vector step steps",
        "FEWER": "fewer less smaller lower lowest reduc*",
        "FEW": "few little small tiny low cut cuts cutting decreas* shrink* drop drops modest compact minim* "
        "limited handful sparing* slash* spare* lighter orders_of_magnitude fraction not_as_many not_so_many "
        "not_many not_that_many half thinner lean sav* doesnt_grow restrict* tie_fewer",
        "ECONOMY": "economy econom* thrift* parsimon* saving savings",
        "EFFICIENT": "efficien* economical",
        "MANY": "many million millions billion billions huge enormous* thousands large lots vast gigantic tons "
        "too_many astronomical* big",
        "MORE": "more higher larger greater bigger additional extra increas*",
        "HIGH": "high",
        "EXPLODE": "explode* exploding blow* enormous unmanageable infeasible quadratic*",
        "COUNT": "count counts number numbers amount amounts budget footprint",
        "OWN": "own separate private individual unique distinct dedicated independent unshared untied",
        "DIFFERENT": "different various varying differing diverse",
        "VARIABLE": "variable arbitrary flexible varied flexibility",
        "OTHER": "other others another",
        "CHANNELS": "channel_pair* pair_of_channel* pairs_of_channel* channel_combination*",
        "PAIR": "pair pairs combination combinations",
        "PLACE": "position* location* place places region* site sites spot spots corner* part_of_the_image area "
        "areas parts_of_the_image part_of_the_picture left right top bottom sky grass spatial_position* "
        "spatial_location*",
        "WINDOW": "window* patch patches",
        "PIXEL": "pixel pixels",
        "UNIT": "unit units neuron neurons",
        "CONNECTION": "connection* edge_weight link links connectivity interaction interactions",
        "CONNECT": "connect connects connected connecting wire wires interact interacts linking linked attach*",
        "WIRED": "wired",
        "EVERYWHERE": "everywhere wherever anywhere no_matter_where all_over",
        "ELSEWHERE": "elsewhere",
        "WHOLE": "is_dense are_dense whole entire full global globally entirety complete",
        "VIEW": "view overview",
        "CONTEXT": "context",
        "SLIDE": "slid slide slides sliding sweep* scan* drag* moved_across moves_across moved_over moves_over "
        "run_over",
        "APPLY": "appl* used employ* serve serves serving convolved cover covers evaluated",
        "USE": "use uses using exploit* keep keeps keeping preserv* respect* retain* maintain* capture* leverag* "
        "take_advantage utili* consider considers encode*",
        "MOVE": "shift shifts shifting shifted translat* move moves moved moving movement* displac* offset*",
        "FEATURE": "feature features object objects pattern patterns cat cats face faces content thing things "
        "motif dog dogs digit digits eye eyes",
        "IMAGE": "image images input picture pictures photo photos",
        "INPUT": "inputs",
        "VALUE": "value values",
        "OUTPUT": "output outputs activation* response* feature_map feature_maps result results representation* "
        "activation_map* answer_of map maps entries entry respond* features_computed same_features",
        "EQUIVARIANT": "equivarian* equi_varian* equi-varian* covarian*",
        "COMMUTE": "commut*",
        "INVARIANT": "symmetr* invarian* in-variant",
        "ROBUST": "robust* toleran* insensitiv*",
        "DETECT": "extract* can_spot spots_a spot_the detect detects detected detecting recogni* find finds found "
        "identif* pick picks picked works fire fires detectable",
        "LEARN": "learn learns learned learnt learning train trained seen shown",
        "TRAIN": "trains",
        "RELEARN": "relearn* re-learn*",
        "ONCE": "once",
        "AGAIN": "again anew separately",
        "USEFUL": "useful helpful valid good meaningful",
        "ALSO": "also too as_well as_well_as likewise",
        "APPEAR": "appear* occur* lies located sits",
        "OCCUR": "can_be may_be",
        "REGARDLESS": "regardless irrespective whatever independent_of independently_of no_matter however_large "
        "unaffected_by independent_from agnostic",
        "MATTER": "matter matters",
        "CARE": "care cares",
        "NOTICE": "notice notices",
        "DEPEND": "depend depends depending grow grows growing scale_with scales_with vary varies dependent",
        "SCALE": "scale scales",
        "CHANGE": "change changes changed changing alter alters",
        "COMPLETELY": "completely entirely totally unpredictabl* radically arbitrarily",
        "TURN": "rotat* orient* upside turned turning turn flip* mirror* reflection* tilt*",
        "ZOOM": "scaling rescal* zoom* magnif* dilat* enlarg* resiz*",
        "PERMUTE": "permut* shuffl* reorder* scrambl*",
        "ORDER": "order",
        "LOCAL": "local locality locally localized localised vicinity neighbour* neighbor* surround* next_to_it "
        "next_to next_to_each_other",
        "NEAR": "near nearby nearest adjacent close closer closest proximity",
        "SPATIAL": "spatial spatially two_dimensional 2d twodimensional grid geometry geometric",
        "STRUCTURE": "structure* layout arrangement* topolog* information organization organisation",
        "RELATED": "relation relations relationship* correlat* dependenc*",
        "PRIOR": "prior inductive_bias bias",
        "RECEPTIVE": "receptive",
        "SPARSE": "sparse sparsely sparsity",
        "SEE": "mix mixes mixing see sees look looks looking attend* observe* process* inspect*",
        "ONLY": "only just merely solely",
        "IGNORE": "ignor* lose loses losing lost destroy* discard* disregard* throw throws neglect* break breaks",
        "FLATTEN": "flatten*",
        "ALIKE": "no_differently not_differently no_different indistinguish* no_distinction no_difference all_alike",
        "EXCEPT": "except apart_from other_than beyond but_for save_for aside_from",
        "COMPOSE": "compos* assembl* combin* built_up built_from builds_up build_up step_by_step",
        "LONG": "long",
        "RANGE": "range",
        "INTO": "into",
        "PROPERTY": "property",
        "HAVE": "have has",
        "BUILD": "builds build",
        "ACCOUNT": "account",
        "HIERARCHY": "hierarch* compositional*",
        "EDGE": "edge edges stroke strokes line lines",
        "PART": "part parts motifs shape shapes",
        "TEXTURE": "texture textures",
        "OBJECT": "whole_objects",
        "SIMPLE": "simple simpler basic",
        "COMPLEX": "complex",
        "LOWLEVEL": "low_level lower_level",
        "HIGHLEVEL": "high_level higher_level",
        "SENSITIVE": "sensitive",
        "SIZE": "number_of_pixels pixel_count size sizes resolution* height width dimension dimensions",
        "FIXED": "fixed fix fixes fixing",
        "STACK": "stack* deep deeper depth layers_of",
        "POOL": "pool* approximately approximate classif* prediction*",
        "PREP": "between among for at in to across over",
        "BY": "by",
        "MUST": "must have_to has_to need_to needs_to",
        "SO_DOES": "so_does so_do so_will so_would so_must",
        "OF": "of",
        "BE": "is are was were be been being",
        "SECOND": "second further",
        "REASON": "reason reasons advantage advantages benefit benefits",
        "ANSWER": "answer summary conclusion final_answer in_short in_summary to_sum_up",
        "CAPACITY": "capacity",
        "MEMORY": "memory storage ram smaller_files disk",
        "SPEED": "fast faster quick quickly quicker speed* cheaper cheap",
        "FITTING": "overfit* generaliz* generalis* regulari* underfit*",
        "FAME": "popular* standard state_of_the_art framework* library libraries support* gpu gpus imagenet "
        "accura* better best perform* suitable suited easy easier powerful expressive* modern excellent winning "
        "code implement* parallel* faster_hardware",
        "NONLINEAR": "linear nonlinear* non-linear* gradient gradients vanish* relu activation_function* backprop*",
    },
    fill="use_of_which words other_words "
    "run runs work works visual natural real world the a an of_which to_which also with as on "
    "know_which know_that know_where know_what tell_which tells_which "
    "from such like we you i one's there here can do does did done have has had get gets give gives make makes "
    "making made take takes need needs needed want wants let let's so very really much far lot quite rather "
    "question first second secondly firstly third finally ii iii iv b e n two three main key following sure thus "
    "layer layers network networks model models main benefits fact know say said think important importantly "
    "image's about into out up down training neural learning data thing one_thing everything everyone operation "
    "operations function functions multiplication matrix suffer suffers problem problems that's it's they're what "
    "why how prefer* commonly often usually typically generally mainly dramatic* drastic* massive* signific* "
    "substantial* considerabl* tremendous* hugely result_in results_in leads lead due even still well makes_it "
    "allow allows enable* help helps explain* effect consequence consequently so_that in_practice practice "
    "deep_learning rgb colour color concise brief great hope if_you question* compared overall use_of requires "
    "require required",
)
