package io.kanhu.registry.demo;

import java.util.List;
import java.util.Random;

/** Invented people. The same number always gives the same person, however many there are. */
final class DemoPeople {
    private static final String SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
    private static final List<String> WOMEN = List.of(
            "秀兰", "桂英", "玉珍", "淑芬", "凤英", "春梅", "翠花", "月娥", "素琴", "爱莲", "惠芳", "金凤", "瑞云", "巧珍", "雪梅", "文秀", "改香", "银环",
            "俊英", "喜莲");
    private static final List<String> MEN = List.of(
            "建国", "德福", "永年", "长贵", "文忠", "志远", "根生", "保全", "福来", "明山", "守义", "天祥", "广才", "成林", "玉堂", "双喜", "春生", "铁柱",
            "来顺", "启明");
    private static final List<String> YOUNG =
            List.of("晓梅", "海涛", "丽娟", "志强", "雅琴", "俊杰", "慧敏", "国栋", "婷婷", "宏伟", "艳红", "立新");
    private static final List<String> RELATIONS = List.of("女儿", "儿子", "儿媳", "侄女", "外甥", "孙子", "邻居", "弟弟");
    private static final List<String> ACCESS = List.of(
            "门禁密码在物业，报楼号单元可开",
            "钥匙在对门邻居处",
            "敲门要重，听力不好",
            "单元门常开，三声敲门约定",
            "院里有狗，先打电话",
            "电梯常坏，走东侧楼梯",
            "钥匙在社区服务站 12 号格",
            "");
    private static final List<String> MEDICAL = List.of(
            "高血压，每日服氨氯地平",
            "二型糖尿病，打胰岛素",
            "冠心病，身边常备硝酸甘油",
            "脑梗后遗症，右侧行动不便",
            "慢阻肺，家中有制氧机",
            "膝关节置换，用助行器",
            "房颤，服华法林，易出血",
            "轻度认知障碍，可能说不清地址",
            "青霉素过敏",
            "");

    record Person(String name, boolean woman) {}

    private DemoPeople() {}

    /** Choices for one subject that do not depend on any other. */
    static Random choices(String subject, int number) {
        return new Random(subject.hashCode() * 1_000_003L + number);
    }

    static Person old(Random choices) {
        boolean woman = choices.nextInt(10) < 6;
        return new Person(surname(choices) + of(woman ? WOMEN : MEN, choices), woman);
    }

    static String young(Random choices) {
        return surname(choices) + of(YOUNG, choices);
    }

    static String relation(Random choices) {
        return of(RELATIONS, choices);
    }

    static String access(Random choices) {
        return of(ACCESS, choices);
    }

    static String medical(Random choices) {
        return of(MEDICAL, choices);
    }

    private static String surname(Random choices) {
        int at = choices.nextInt(SURNAMES.length());
        return SURNAMES.substring(at, at + 1);
    }

    private static String of(List<String> some, Random choices) {
        return some.get(choices.nextInt(some.size()));
    }
}
