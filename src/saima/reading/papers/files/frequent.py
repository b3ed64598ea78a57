"""The characters that stand most often in Chinese texts, simplified and traditional.

By them a text is told from bytes that were read in the wrong encoding.
"""

FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好"
    "应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向"
    "这為個國時來們對會發動說產種後學經進著電裡現實體機當點從業應開還由於關務資項達設區場萬億長運營團資產"
    "企集团公司项目工作完成月亿万元年度计划目标投资收入建设推进落实安全任务会议要求市县区省党委员督查通报"
    "，。、；：“”（）"
)
