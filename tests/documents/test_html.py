import pytest
from tests.documents.drawing import drawn

from jixiao.documents.html import decode_html, read_html


def page(body, *, charset="utf-8", declared=None):
    head = f'<!DOCTYPE html><html><head><meta charset="{declared or charset}">'
    text = f"{head}<title>标题</title></head><body>{body}</body></html>"
    return text.encode(charset)


def read(body):
    return drawn(read_html(page(body)))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeff镕".encode(), "镕"),
        ("\ufeff镕".encode("utf-16-le"), "镕"),
        ('<meta charset="gb2312">镕䶮'.encode("gb18030"), "镕䶮"),
        ("<meta content='text/html; charset=GBK'>镕".encode("gbk"), "镕"),
        ('<meta charset="gb2312">镕'.encode(), "镕"),
        ('<meta charset="no-such">镕'.encode("gb18030"), "镕"),
        ("镕".encode("gb18030"), "镕"),
    ],
)
def test_the_charset_is_found_even_where_the_declaration_is_wrong(content, text):
    assert decode_html(content).endswith(text)


def test_one_broken_byte_does_not_lose_the_page():
    content = page("<p>得分94.92</p>").replace(b"</p>", b"\xff</p>")

    assert drawn(read_html(content)) == ["得分94.92\ufffd"]


def test_a_broken_byte_does_not_change_the_charset_either():
    content = page("<p>镕基</p>", charset="gb18030", declared="gb2312")

    assert drawn(read_html(content.replace(b"</p>", b"\xff</p>"))) == ["镕基\ufffd"]


def test_control_characters_are_not_read():
    assert read('<div class="nav">x</div>自\x01评&#2;') == ["自评"]


def test_blocks_and_line_breaks_make_paragraphs():
    assert read("<div>一<p>二<span>三</span> \n 四</p>五<br>六</div>") == [
        "一",
        "二三 四",
        "五",
        "六",
    ]


def test_scripts_styles_menus_and_hidden_parts_are_not_read():
    assert read(
        "<script>var a=100;</script><style>td{}</style><nav>首页</nav>"
        '<div class="nav top">首页</div><div class="footer">主办</div>'
        '<p style="display: none">隐</p><p>正<!-- 注 -->文</p>'
    ) == ["正文"]


def test_spans_are_resolved():
    assert read(
        "<table><tr><td rowspan=2>产出</td><td>数量</td><td>3</td></tr>"
        "<tr><td>时效</td><td>2</td></tr>"
        "<tr><td colspan=2>总分</td><td>5</td></tr></table>"
    ) == ["产出 | 数量 | 3", "^ | 时效 | 2", "总分 | < | 5"]


def test_a_row_span_of_zero_reaches_the_end():
    assert read(
        "<table><tr><td rowspan=0>产出</td><td>甲</td></tr><tr><td>乙</td></tr></table>"
    ) == ["产出 | 甲", "^ | 乙"]


def test_absurd_spans_do_not_widen_the_table():
    assert read(
        "<table><tr><td>甲</td><td rowspan=65534>乙</td></tr>"
        "<tr><td>丙</td></tr>"
        "<tr><td colspan=100000>附</td></tr><tr><td colspan='x'>注</td></tr></table>"
    ) == ["甲 | 乙", "丙 | ^", "附 | ^", "注 | ^"]


def test_line_breaks_inside_a_cell_are_kept():
    assert read(
        "<table><tr><td><p>产</p><p>出</p></td><td>年初<br/>指标值&nbsp;</td></tr></table>"
    ) == ["产/出 | 年初/指标值"]


def test_a_table_that_holds_tables_only_lays_out_the_page():
    assert read(
        "<table><tr><td>左栏</td><td><p>标题</p>"
        "<table><tr><th>指标</th><th>得分</th></tr></table>尾</td></tr></table>"
    ) == ["左栏", "标题", "指标 | 得分", "尾"]


def test_a_table_of_one_cell_is_a_frame():
    assert read("<table><tr><td><p>一</p><p>二</p></td></tr></table>") == ["一", "二"]


def test_head_body_and_foot_of_a_table_are_one_table():
    assert read(
        "<table><thead><tr><th>指标</th><th>分</th></tr></thead>"
        "<tbody><tr><td>数量</td><td>3</td></tr></tbody>"
        "<tfoot><tr><td>总分</td><td>3</td></tr></tfoot></table>"
    ) == ["指标 | 分", "数量 | 3", "总分 | 3"]


def test_a_table_of_one_column_lays_out_its_paragraphs():
    assert read(
        "<table><tr><td>自评报告</td></tr><tr><td><p>一、概况</p><p>资金已到位。</p></td></tr></table>"
    ) == ["自评报告", "一、概况", "资金已到位。"]
