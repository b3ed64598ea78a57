def test_dashes_and_dots_are_themselves() -> None:
    text = (
        "——在集团大会上的工作报告\n一季度——二季度\n形势——要求\n要点——分工\n目标……待定\n"
    )
    assert () == cleaned(text * 3).repairs
