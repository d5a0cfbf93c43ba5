package dev.concierge.server.identity.own;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The time zones that somebody may choose: those named after a region and a place, and UTC. */
public final class TimeZones {
    private static final Pattern PLACE =
            Pattern.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+");

    private static final String UTC = "UTC";

    private static final List<String> NAMES = ZoneId.getAvailableZoneIds().stream()
            .filter(name -> name.equals(UTC) || PLACE.matcher(name).matches())
            .sorted()
            .toList();

    private static final Set<String> KNOWN = Set.copyOf(NAMES);

    private TimeZones() {}

    /** Their names, in order. */
    public static List<String> names() {
        return NAMES;
    }

    static Optional<ZoneId> parse(String name) {
        return KNOWN.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
    }
}
