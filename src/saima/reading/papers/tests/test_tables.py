"""Tables in a text: what each cell says, and that nothing is read whose unit is not told."""

from decimal import Decimal

from saima.reading.papers.paper import read_text
from saima.reading.papers.values import Kind, Quantity

Told = tuple[str | None, str | None, str, str, str | None]


def told(quantity: Quantity) -> Told:
    end = quantity.period.end
    return (
        quantity.entity,
        quantity.indicator,
        f"{quantity.amount.value}{quantity.amount.unit}",
        quantity.kind.value,
        end.iso() if end else None,
    )


BODIES = (
    "远山市国资委关于前三季度营业收入完成情况的通报\n2024年10月12日\n"
    "一、营业收入完成情况\n单位：万元\n"
    "单位名称\t年度目标\t前三季度完成\t完成率（%）\t同比（%）\n"
    "甲公司\t1000\t750\t75\t-3.2\n乙公司\t2,000.5\t1600\t79.98\t5\n合计\t3000.5\t2350\t78.3\t1\n"
    "下一步，各单位要抓紧。\n"
)


def test_rows_of_bodies() -> None:
    found = read_text(BODIES).quantities
    assert [
        ("甲公司", "营业收入", "1000万元", "target", "2024-12-31"),
        ("甲公司", "营业收入", "750万元", "actual", "2024-09-30"),
        ("甲公司", "营业收入完成率", "75%", "completion_rate", "2024-09-30"),
        ("甲公司", "营业收入", "-3.2%", "growth", "2024-09-30"),
    ] == [told(one) for one in found[:4]]
    assert "甲公司\t1000\t750\t75" == found[2].text
    assert Decimal("20005000") == found[4].amount.base
    assert "远山市" == found[8].entity
    assert "合计" not in {one.entity for one in found}


def test_the_title_may_say_what_is_measured() -> None:
    found = read_text(BODIES.replace("一、营业收入完成情况\n", "")).quantities
    assert {"营业收入", "营业收入完成率"} == {one.indicator for one in found}


def test_rows_of_things_measured() -> None:
    found = read_text(
        "远山水务集团经营情况\n2024年10月12日\n"
        "序号\t指标\t计量单位\t全年目标\t1—9月完成\t完成率\n"
        "1\t营业收入\t万元\t1000\t750\t75%\n2\t供水量\t万吨\t500\t360\t72%\n"
    ).quantities
    assert [
        ("远山水务集团", "营业收入", "1000万元", "target", "2024-12-31"),
        ("远山水务集团", "营业收入", "750万元", "actual", "2024-09-30"),
        ("远山水务集团", "营业收入完成率", "75%", "completion_rate", "2024-09-30"),
        ("远山水务集团", "供水量", "500万吨", "target", "2024-12-31"),
    ] == [told(one) for one in found[:4]]


def test_the_head_of_a_column_tells_the_unit() -> None:
    found = read_text(
        "关于农田建设的通报\n县（市、区）\t抽检点（个）\t问题整改率（%）\n枫溪区\t24\t100\n"
    ).quantities
    assert [
        ("枫溪区", "抽检点", "24个", "actual"),
        ("枫溪区", "问题整改率", "100%", "completion_rate"),
    ] == [told(one)[:4] for one in found]


def test_rows_of_months() -> None:
    found = read_text(
        "远山港口集团运行数据\n2024年4月2日\n月份\t吞吐量（万吨）\n1月\t30\n2月\t25\n"
    ).quantities
    assert [
        ("远山港口集团", "吞吐量", "30万吨", "actual", "2024-01-31"),
        ("远山港口集团", "吞吐量", "25万吨", "actual", "2024-02-29"),
    ] == [told(one) for one in found]


def test_without_a_unit_nothing_is_read() -> None:
    text = "关于收入的通报\n单位名称\t收入\n甲公司\t100\n"
    assert () == read_text(text).quantities
    assert 1 == len(read_text(text.replace("收入\n甲", "收入（万元）\n甲")).quantities)


def test_ranks_and_numbers_of_order_are_no_figures() -> None:
    found = read_text(
        "关于投资的通报\n排名\t单位\t完成投资（万元）\t名次变化（位）\n1\t甲公司\t100\t2\n"
    ).quantities
    assert [("甲公司", "100万元")] == [(one.entity, told(one)[2]) for one in found]


def test_a_cell_that_is_no_number_is_passed_over() -> None:
    found = read_text(
        "关于投资的通报\n单位\t完成投资（万元）\n甲公司\t—\n乙公司\t1О0\n丙公司\t12\n丁公司\t13\n"
    ).quantities
    assert [] == [one for one in found if one.entity in {"甲公司", "乙公司"}]


def test_a_table_reads_on_below_a_row_without_numbers() -> None:
    found = read_text("关于投资的通报\n单位\t完成投资（万元）\n甲公司\t12\n乙公司\t待报\n丙公司\t13\n").quantities  # fmt: skip
    assert ["甲公司", "丙公司"] == [one.entity for one in found]
    assert {Kind.ACTUAL} == {one.kind for one in found}
