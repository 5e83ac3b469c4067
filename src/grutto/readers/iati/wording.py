"""What a parser says of XML that is not well-formed, in plain words."""

from __future__ import annotations

import re

_WORDS = (
    (r"Opening and ending tag mismatch: (\S+) .*and ([^\s,]+)", "<{0}> is closed by </{1}>"),
    (r"invalid element name", "a sign “<” begins no element; in a text it is written &lt;"),
    (r"xmlParseEntityRef: no name|expecting ';'", "a sign “&” stands alone; in a text it is written &amp;"),
    (r"Attribute (\S+) redefined", "one element has the attribute “{0}” twice"),
    (r"Namespaced Attribute (\S+) in", "one element has the attribute “{0}” twice"),
    (r"mandates? value for attribute ([^\s,]+)", "the attribute “{0}” has no value"),
    (r"AttValue:|attributes construct error", 'an attribute is not written as name="value"'),
    (r"Unescaped '<' not allowed", "a sign “<” stands in the value of an attribute; there it is written &lt;"),
    (r"[Ii]nvalid (?:xml)?Char value|invalid xmlChar|out of allowed range", "a character that XML does not allow"),
    (r"XML declaration allowed only at", "the line <?xml …?> does not stand at the very start"),
    (
        r"Malformed decl|Unsupported version|String not closed|Blank needed|XML encoding name|XML decl|[Ss]tandalone",
        'the first line is not written as <?xml version="1.0" encoding="UTF-8"?>',
    ),
    (r"Comment not terminated|Comment must not contain", "a comment “<!--” does not end"),
    (r"Double hyphen within comment", "a comment holds two hyphens side by side"),
    (r"CData section not finished", "a section “<![CDATA[” does not end"),
    (r"Sequence '\]\]>' not allowed", "the signs “]]>” stand in a text; there they are written ]]&gt;"),
    (r"PI .*(?:never end|not finished)|xmlParsePI", "an instruction “<?” does not end or has no proper name"),
    (r"Extra content at the end", "something stands after the end of the first element"),
    (r"Document is empty|Start tag expected", "no first element is there"),
    (r"Namespace prefix (\S+) .*not defined", "the prefix “{0}” stands for no namespace"),
    (r"Entity '(.+?)' not defined", "the entity “{0}” is not known to XML"),
    (r"Premature end|Couldn't find end of Start Tag|EndTag: '</' not found", "the file ends too early"),
    (r"(?i)encoding|not proper UTF-8|Invalid bytes", "some characters are not in the encoding that the file says"),
    (r"(?i)depth", "elements are nested far deeper than in any IATI file"),
    (r"(?i)huge|too long|too large|limit exceeded|buffer|amplification", "a text or attribute is far too large"),
    (
        r"xmlns.*(?:empty|not absolute|invalid|reserved|mapped|bound)|undefin.*namespace",
        "a namespace is not declared rightly",
    ),
)
"""Words in a message of libxml2, and what they mean; the first that fits is taken."""

OTHER = "a sign stands where it may not"


def plain(message: str) -> str:
    """Return what a message of libxml2 means to the person who publishes the file."""
    for pattern, words in _WORDS:
        found = re.search(pattern, message[:500])
        if found:
            return words.format(*found.groups(""))
    return OTHER
