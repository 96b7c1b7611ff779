package io.kanhu.dashboards;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of Prometheus' query language as it takes to see which series a query reads. */
final class PromQl {
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    /** Series that Prometheus makes itself. */
    private static final Set<String> ITS_OWN = Set.of("up", "ALERTS");

    private static final Pattern NOT_SERIES =
            Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");

    private PromQl() {}

    /** The names of the series that the server must offer for a query to make sense. */
    static Set<String> seriesIn(String query) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(NOT_SERIES.matcher(query).replaceAll(" "));
        while (name.find()) {
            if (!WORDS.contains(name.group()) && !ITS_OWN.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }
}
