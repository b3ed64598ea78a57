"""Whom a clause speaks of: 集团, 公司, 局, 项目, 大桥, 县 at its beginning."""

import re
from dataclasses import dataclass

from saima.reading.papers.values import Span

# What names of units, projects and places end in; the longer ones first.
_BODIES = (
    "集团有限公司|股份有限公司|有限责任公司|有限公司|集团公司|子公司|分公司|控股集团|集团|板块|支队|大队|总队|公司|企业|"
    "委员会|管委会|居委会|村委会|国资委|发改委|卫健委|指挥部|项目部|工作专班|专班|领导小组办公室|领导小组|督查室|办公室|人民政府|政府|党委|党支部|支部|党组|"
    "管理局|局|厅|委|部门|部|处室|中心|所属单位|权属企业|各单位|单位|研究院|研究所|学院|大学|学校|中学|小学|幼儿园|医院|卫生院|银行|分行|支行|"
    "营业所|管理所|收费所|供水所|分理处|酒店|宾馆|超市|商场|水厂|电厂|工厂|厂|农场|林场|牧场|矿|站|车站|机场|港口|港区|港|码头|基地|平台公司|合作社|协会|工会|班子成员|负责人|全体员工|上下"
)
_WORKS = (
    "配套项目|建设项目|项目|工程|标段|大桥|特大桥|隧道|连接线|绕城段|环线|延伸线|高速公路|高速|快速路|公路|铁路|干线|省道|国道|县道|线|段|道路|大道|路|水库|泵站|管廊|管网|"
    "通道|航道|廊道|堤防|船闸|水闸|渡槽|枢纽|航站楼|安置房|公寓|小区|厂房|产业园|园区|科技园|物流园|景区|公园|陵园|影城|书城|剧院|院线|频道|广场|大厦|综合体|新城|核心区|片区|开发区|高新区|新区|试验区|保税区|地块|院区|新院区|楼|馆|库|塔|坝|渠|"
    "改扩建|东延|西延|南延|北延|一期|二期|三期|四期|五期|行动|专项行动|基金|债券|票据"
)
_PLACES = "省|自治区|自治州|市|县|区|镇|乡|街道|社区|村"
# Classes of things and words that end like a name but are none.
_NO_NAME = re.compile(
    r"(?:(?:重点|重大|在建|续建|新开工|新建|储备|实事|各类|主要|省级?|市级?|全部|工业|产业|技改|投资|政府投资|招商|签约|民生|亿元以上|个|类|等|水利|交通|能源|农业|子|低效|大|小|竣工|开工|建设|基础设施)"
    r"(?:项目|工程)|城镇|乡镇|地区|小区|园区|社区|城区|市区|县区|片区|辖区|农村|乡村|行政村|县市区|街道|部|处|路|线|段|库|塔|楼|站|所|队|厂|矿|港|局|委|馆|坝|渠|市|县|区|省|镇|乡|村|"
    r"[一二三四五首]期(?:工程|项目)?|分行|项目|工程|行动|企业|公司|单位|部门|政府|债券|基金|票据|农村公路|干线公路|快速路|普通公路|高速公路|公路|铁路|道路|管网|安置房|厂房|老旧小区|数据中心|教学楼|宿舍楼|综合楼|办公楼|管线|路线|生产线|流水线|泵站|车站|场站|换热站|加油站|仓库|冷库|水库|水厂|电厂|工厂|港口|煤矿|大坝|标段|分区|线路|管道|道路路|中小学|学校|医院|酒店|超市|商场|景区|银行|团队|旧厂房|工业企业|规模以上工业企业|规上企业|亏损企业|民营企业|高新技术企业|中小企业|科技型企业)$"
)
_GENERAL = re.compile(
    r"^(?:全(?:市|县|省|区|州|镇|集团|公司|系统|行业|社会|港|线|院|校|厂|域)|我(?:市|县|省|区|集团|公司)|本(?:市|县|省|区|集团|公司)|集团公司|集团|公司|全市上下)$"
)
_GENERAL_START = re.compile(
    r"(?:全(?:市|县|省|区|州|集团|公司|系统)|我(?:市|县|省|区|州)|本(?:市|县|省|区|集团|公司)|集团公司|集团(?!有限|公司)|公司(?!债券?))"
)


_LONGEST = 48  # signs that can hold a name; what stands behind is not looked at


@dataclass(frozen=True)
class Subject:
    """A name at the beginning of a clause: where it stands; `general` for 全市, 集团."""

    span: Span
    name: str
    general: bool


def begins_with_a_deed(words: str) -> bool:
    """新增合作银行, 健全拖欠企业: what is done, no name."""
    return bool(_NO_NAME_HEAD.match(words))


def is_name(words: str) -> bool:
    """Tell whether these words end like the name of a unit, a project or a place, and are no mere class."""
    words = words.strip('"')
    if not 2 <= len(words) <= 30 or re.match(r"\d+[个家座户处条项所]", words):
        return False
    if not _ENDS_HERE.search(words) or words.count('"') % 2:
        return False
    if "、" in words and not all(
        ORGAN.search(part) or is_body(part) for part in words.split("、")
    ):
        return False
    return not bool(
        _NO_NAME.fullmatch(words)
        or _NO_NAME_TAIL.search(words)
        or _NO_NAME_HEAD.match(words)
        or re.search(r"[的了\s|<>:]", words)
    )


_NO_NAME_TAIL = re.compile(
    r"(?<![0-9号])线路$|无水港$|(?:绿色|低碳|技改|环保|节能|光伏|风电|储能)项目$|类项目$|业务线$|牧区$|^出厂$|(?:^|[及和、])(?:主|室外|室内|地下)(?:厂房|管网|管线|道路|车库|停车场)$|(?:重点|重大|在建|新开工|储备|实事|各类|全部|其余|其他|相关|部分)(?:项目|工程|单位|企业)$|等(?:重大|重点)?(?:项目|工程|企业|单位)?$|"
    r"(?:设区市|各市|(?:龙头|小巨人\"|瞪羚|独角兽|骨干|优质|上市|高新技术)企业|性幼儿园|教育学校|[内全北南东西中外上下]部|[分全各]板块|设区|写字楼|标准厂房|[开布格结大全僵]局|[底红防主一热战阵前长短曲岸沿光单双窑产]线|[疏进出]港|[航专支主沿热定]线|[上下在离]线|[水思出电管]路|[城都夜集门股楼上入开]市|(?:土建|路基|路面|桥梁|隧道|主体|装修|装饰|安装|附属|配套|基础|桩基|机电|绿化|围护|幕墙|管网|土石方|房建|景观)工程|专精特新企业|专项债券|国债项目|市政道路|省市|市县|地区|分区|城镇|农村|乡村|城乡|小区|辖区|农牧区|县区|乡镇|市场|干部|境内|省级|市级|本级)$"
)
# No name begins with these: what is done, and words that join.
_NO_NAME_HEAD = re.compile(
    r"(?:成功|顺利|圆满|累计|招商(?!局|集团|银行|中心|公司)|清偿|追缴|构建|提前|入库|再(?!生)|老旧|注销|新设|建起|建了|办起|盘活|裁并|撤并|归并|排查|压减|覆盖|清收|清退|修缮|翻修|取得|补齐|拿出|收回|回收|接通|签下|裁撤|社会保险|社保基金|社会保障基金|政府性|养老保险|医疗保险|亏损|绿色低碳|低碳|闲置|[^\u4e00-\u9fffA-Za-z0-9\"]|占|距|参展|入驻|同期|加快|滚动|新改建|新认定|新(?![\u4e00-\u9fff]{0,2}(?:集团|公司|区|县|市|码头|街道|镇|水务|城投|控股|能源|医院|大桥))|健全|筹集|稳定|延伸|支持|建设零|培育|保(?=\d|住|持)|创建|创成|打通|探索|推选|推进|推动|推广(?![部处科办局]|公司|集团|中心|车间)|完善|组建|放宽|发行|新建|新增|改扩建|建成|建设(?!公司|集团|局|银行|厅|委)|建好|围绕|列入|纳入|抓|强化|加强|实现|完成|承办|参与|开展|举办|实施|争取|启动|支持|面向|用于|用好|利用|通过|依托|聚焦|统筹|"
    r"引导|鼓励|提升|提高|深化|扩大|谋划|协调(?![部处科办局]|公司|集团|中心|车间)|组织(?!人事|[部处科])|落实|与|从|同|和|及|但|均|把|将|对|在|由|向|为(?!民)|以|按|并|等|其|该|各类|所有|全体|共有?|已|正|未|又|再(?!生)|一批|一是|二是|三是|一个|这|那|受|经|主要|包括|包含|涉及|位于|发放|投入|培训(?![部处科办局]|公司|集团|中心|车间)|惠及|服务(?!中心|公司|区|局)|节假日|其他|政府采购|政府投资|省市(?!场)|市县|县乡|检修(?![部处科办局]|公司|集团|中心|车间)|改造(?![部处科办局]|公司|集团|中心|车间)|敷设|铺设|安装(?![部处科办局]|公司|集团|中心|车间)|储备(?![部处科办局]|公司|集团|中心|车间)|拆除|新开|维修(?![部处科办局]|公司|集团|中心|车间)|更换|整治|清理|修复|疏浚|绿化(?![部处科办局]|公司|集团|中心|车间)|种植|收购|采购(?![部处科办局]|公司|集团|中心|车间)|销售(?!部|公司)|生产(?!部|处|科|中心)|加工|运送|运输(?!公司|集团)|供应(?!部|公司|链)|处置(?![部处科办局]|公司|集团|中心|车间)|处理|化解|偿还|归还|支付|拨付|计划(?!财务|经营|发展|统计|[部处科])|预计|办好|巡查|开行|接待|紧盯|确保|力争|每|比|较|年|本周|本月|当月|当日|假期|打造|培育|招引|引进|多|有序|持续|全力|积极|主动|牵头|会同|年内|下|开工|打好|督促|获批|排定|追回|推行|承担|挂牌|也|是|曾|轮训|兑付|偿付|到期|坚持|坚决|深入|做强|做大|做优|做实|加大|加力|全面|切实|扎实|着力|稳步|激发|增强|释放|压实|细化|守牢|防范|抢抓|城际(?=铁路$)|弘扬|大力|努力|切实|制定|动员|教育引导|更好|发挥|分(?=\d))"
)


def leading_subject(flat: str, start: int, end: int) -> Subject | None:
    """Find the longest name that begins at `start` and leaves something over before `end`."""
    words = flat[start : min(end, start + _LONGEST)]
    match = _GENERAL_START.match(words)
    if match and not _longest(words[match.end() :]):
        return Subject(Span(start, start + match.end()), match.group(), True)
    length = _longest(words)
    if not length or words[length : length + 1] == "、":
        return None
    name = words[:length]
    return Subject(Span(start, start + length), name, bool(_GENERAL.match(name)))


_STOP = re.compile(
    r"[,;:。!?\n]|(?:连续|因(?!特网)|受(?!理)|完成|实现|新增|建成|签约|开工|达到|累计|增长|下降|提高|投入|发放|引进|突破|仅|共|已|将|须|应(?!急|用)|确保|力争|计划|预计|正在|超过|占|较|比|同比|分别|要(?!素|求|闻)|对|在(?!建)|由|把|向|与|为(?!民)|以|从|按)"
)


def _longest(words: str) -> int:
    """Give the length of the longest name from the beginning, before any verb."""
    stop = _STOP.search(words, 1)
    limit = stop.start() if stop else len(words)
    lengths = [
        place
        for place in _end_places(words[:limit])
        if is_name(words[:place]) and not _GOES_ON.match(words, place)
    ]
    return max(lengths, default=0)


# 城镇|化率, 企业|营收: the word goes on, or the end belongs to what is measured.
_GOES_ON = re.compile(
    r"化|署|(?<=库)[容内点]|(?<=线)路|(?<=厂)房|(?<=站)[点区稳上]|(?<=区)[域间块]|(?<=省)平台|(?<=院)[落内]|(?<=校)[园舍区]|(?<=楼)[宇栋层]|(?<=县)区|(?<=乡)镇|(?<=矿)石|(?<=项目)经理|率|(?<=部)长|(?<=单位)(?:面积|能耗|地区|产品|时间|成本|产值|工业|GDP)|生产总值|级|公路(?!段)|税|市场|区域|部分|段时间|(?<=政府)投资|(?<=市)场|内(?!环)|外|债券|位|营收|员工"
)


def _end_places(words: str) -> list[int]:
    """Give every place where a name could end; each end for itself, since one may hold another."""
    return [
        place for place in range(2, len(words) + 1) if _ENDS_HERE.search(words[:place])
    ]


_ENDS_HERE = re.compile(
    rf"(?:{_BODIES}|{_WORKS}|{_PLACES})(?:[\(（][^)）]{{1,12}}[\)）])?$"
)
ORGAN = re.compile(rf"(?:{_BODIES})$")


def is_body(name: str) -> bool:
    """Tell a unit that can be asked to do something from a project or a place."""
    return bool(ORGAN.search(name)) or bool(
        re.search(r"(?:县|区|市|镇|乡|街道|社区|各县区|县市区|村|州|省)$", name)
    )
