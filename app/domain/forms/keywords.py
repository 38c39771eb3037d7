"""Which JSON Schema keywords a form may use, and on what."""

ANY = frozenset(("object", "array", "string", "number", "integer", "boolean", "null"))
NUMBERS = frozenset(("number", "integer"))
STRING = frozenset(("string",))
ARRAY = frozenset(("array",))
OBJECT = frozenset(("object",))

APPLIES_TO: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        [
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "$ref",
            "type",
            "title",
            "description",
            "default",
            "examples",
            "enum",
            "const",
            "oneOf",
            "anyOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "readOnly",
            "deprecated",
            "x-i18n",
            "x-placeholder",
        ],
        ANY,
    ),
    **dict.fromkeys(
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        NUMBERS,
    ),
    **dict.fromkeys(
        [
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "contentEncoding",
            "contentMediaType",
            "x-minimum",
            "x-maximum",
            "x-scale",
        ],
        STRING,
    ),
    **dict.fromkeys(
        [
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
        ],
        ARRAY,
    ),
    **dict.fromkeys(
        [
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "x-order",
            "x-hideUnlessRequired",
            "x-rules",
        ],
        OBJECT,
    ),
    "x-accept": frozenset(("string", "array")),
}
ONLY_AT_THE_TOP = frozenset(("$schema", "$id", "x-rules"))
FORMATS = frozenset(
    [
        "date",
        "date-time",
        "time",
        "email",
        "idn-email",
        "uri",
        "iri",
        "uuid",
        "hostname",
        "ipv4",
        "ipv6",
        "duration",
        "decimal",
        "textarea",
        "file",
        "data-url",
    ]
)
DECIMAL_ONLY = frozenset(("x-minimum", "x-maximum", "x-scale"))
WORDS = frozenset(("title", "description", "placeholder", "message"))
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Names the process itself gives to conditions, and words its expressions keep.
RESERVED = frozenset(("initiator", "ticket"))
EXPRESSION_WORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "empty",
        "eq",
        "ne",
        "lt",
        "gt",
        "le",
        "ge",
        "div",
        "mod",
        "true",
        "false",
        "null",
        "instanceof",
        "in",
        "is",
        "if",
        "else",
        "for",
        "some",
        "every",
        "satisfies",
        "return",
        "function",
        "between",
    ]
)
