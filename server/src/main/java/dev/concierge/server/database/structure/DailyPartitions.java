package dev.concierge.server.database.structure;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The server makes a partition for each UTC day and drops old ones, so how many there are and of which days is no structure. All that are alike count as one: how a day's
 * partition is made. One that is not like most is named, with what is different about it.
 */
final class DailyPartitions {
    private static final String PARTITION = "partition";
    private static final String STAND_IN = "{day}";
    private static final Pattern BOUND = Pattern.compile(
            "(?m)^FOR VALUES FROM \\('(\\d{4}-\\d\\d-\\d\\d) 00:00:00\\+00'\\) TO \\('(\\d{4}-\\d\\d-\\d\\d) 00:00:00\\+00'\\)\n?");
    private static final Pattern INDEX_NAME = Pattern.compile("^(CREATE (?:UNIQUE )?INDEX) \\S+ ON ");

    private DailyPartitions() {}

    /** The table with its days as one; anything else as it is. */
    static Element folded(Element table) {
        List<Element> days =
                table.children().stream().filter(child -> isDay(table, child)).toList();
        if (days.isEmpty()) {
            return table;
        }
        List<Element> children = new ArrayList<>(table.children());
        children.removeAll(days);
        Map<String, List<Element>> alike = days.stream()
                .collect(Collectors.groupingBy(
                        day -> HexFormat.of().formatHex(anyDay(day).hash()), TreeMap::new, Collectors.toList()));
        List<Element> usual =
                alike.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        Element rule = anyDay(usual.getFirst());
        children.add(rule);
        for (Element day : days) {
            if (!usual.contains(day)) {
                children.add(unlike(rule, day));
            }
        }
        return new Element(table.kind(), table.name(), table.definition(), children);
    }

    private static boolean isDay(Element table, Element child) {
        Matcher bound = BOUND.matcher(child.definition());
        if (!child.kind().equals(PARTITION) || !bound.find()) {
            return false;
        }
        LocalDate from = LocalDate.parse(bound.group(1));
        return from.plusDays(1).equals(LocalDate.parse(bound.group(2)))
                && child.name().equals(table.name() + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(from));
    }

    private static Element anyDay(Element day) {
        String own = day.name().substring(day.name().lastIndexOf('.') + 1);
        String definition = BOUND.matcher(day.definition()).replaceFirst("").replace(own, STAND_IN);
        return new Element(
                "partitions",
                "by day",
                definition,
                day.children().stream().map(child -> anyDays(child, own)).toList());
    }

    /** PostgreSQL chooses the names of a partition's indexes, by what was there before: they do not count. */
    private static Element anyDays(Element child, String own) {
        String definition = child.definition().replace(own, STAND_IN);
        List<Element> children =
                child.children().stream().map(each -> anyDays(each, own)).toList();
        if (child.kind().equals("index")) {
            String nameless = INDEX_NAME.matcher(definition).replaceFirst("$1 ON ");
            return new Element(child.kind(), nameless, nameless, children);
        }
        return new Element(child.kind(), child.name().replace(own, STAND_IN), definition, children);
    }

    private static Element unlike(Element rule, Element day) {
        String how = Difference.between(rule, anyDay(day)).stream()
                .map(Difference::sentence)
                .collect(Collectors.joining("\n"));
        return new Element(PARTITION, day.name(), "not like the other days:\n" + how, List.of());
    }
}
