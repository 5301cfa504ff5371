"""The words of 4d: norms, columns and rows, dropout and the normalizations, equal and different, scale and mean."""

from __future__ import annotations

from viva.reading.senses import Lexicon

LEXICON = Lexicon(
    {
        "COLUMN": "column columns feature features col cols",
        "ROW": "row rows example examples sample samples",
        "DROPOUT": "dropout drop_out dropouts",
        "BATCH": "batch_norm* batchnorm* bn batch_normalization batch_normalisation",
        "LAYER": "layer_norm* layernorm* ln instance_norm*",
        "NORM": "norm norms length lengths long magnitude magnitudes size_of_the_columns quotient",
        "UNIT": "unit",
        "CONSTANT": "constant_of proportionality_constant the_constant constants a_constant_factor some_constant",
        "LOSE": "get_rid_of gets_rid lose loses take_away takes_away remov* disappear*",
        "NORMALIZE": "normaliz* normalis* rescal* standardiz* standardis*",
        "SAME": "same equal equally identical identically constant uniform common const alike",
        "ONE": "one single",
        "SHARE": "share shares shared",
        "AGREE": "coincide coincides agree agrees match",
        "PROPORTIONAL": "proportional",
        "THING": "thing idea spirit goal effect kind",
        "OTHER": "another other others rest other_ones",
        "EQUALIZE": "blind insensitive invariant equaliz* equalis* unif* evens even_out",
        "DEPEND": "depend depends",
        "VARY": "vary varies differ differs varied",
        "DIFFERENT": "different unequal distinct unalike heterogeneous",
        "REGARDLESS": "regardless irrespective whatever independent independently no_matter",
        "INDEX": "j i column_index",
        "KEEP": "keep keeps kept remain remains stay stays retain* preserv* leave leaves left unchanged maintains",
        "UNCHANGED": "as_they_were as_before same_as_before not_changed untouched what_they_were",
        "ALONE": "alone",
        "TOUCH": "change changes affect affects alter alters touch touches",
        "LARGE": "large larger big bigger largest",
        "GROW": "grow grows grown amplif* increase increases increased enlarge* doubled explode* magnif* inflat*",
        "EVEN": "even",
        "ZERO": "zero",
        "RECIPROCAL": "reciprocal* inverses",
        "ORTHOGONAL": "orthogonal* orthonormal* perpendicular uncorrelated decorrelat* identity",
        "WAS": "were was had previously formerly",
        "OLD": "although though even_if even_though may might original originally old before raw input",
        "BOTH": "two_ways both each_of_them all_of_them either_method the_two two_methods",
        "CASES": "cases methods",
        "SCALING": "scal* units variance variances footing preconditioning unit_variance size sizes",
        "LIKE": "close_in_spirit in_spirit in_the_spirit same_spirit "
        "idea_behind purpose goal like akin similar* analog* mirror* mimic* resembl* reminiscent "
        "same_idea just_what cf comparable compare version same_as kind_of form_of related_to close_to closer_to "
        "closely relates related equivalent reproduces corresponds same_thing just_as much_as same_operation "
        "same_effect what role counterpart kin relative",
        "ALSO": "also too as_well likewise similarly thus_too",
        "IMPLICIT": "implicit* hidden secret* silently indirect* behind_the_scenes covert* effectively penalty "
        "through_the_regularizer adaptive* built_in",
        "EXPLICIT": "explicit* open openly directly overt*",
        "DOMINATE": "dominat* counts_more count_more advantage* overpower* outweigh* favour* favor*",
        "CENTRE": "center* centre* centring mean means demean*",
        "ONLY": "only just merely solely",
        "UNRELATED": "unrelated nothing_to_do no_relation no_relationship no_connection independent_of_each_other "
        "nothing_in_common unconnected no_link",
        "OPPOSITE": "opposite opposes reverse contrary",
        "UNEQUAL": "more_unequal larger_ones_larger disparate",
        "TO": "to of with",
        "BE": "is are be being become becomes been has have having get gets gives equals",
        "THEIRS": "theirs",
        "AS": "as",
        "SUM": "add_up adds_up sum sums",
        "SMALL": "small smaller",
        "ACROSS": "across for from between",
        "DIAGONAL": "diagonal",
        "DO": "do does did",
        "ONES": "ones",
        "MATRIX": "x",
    },
    fill="the a an",
)
