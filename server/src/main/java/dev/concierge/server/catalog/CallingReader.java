package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Provider.Api;
import dev.concierge.server.catalog.Provider.Calling;
import dev.concierge.server.catalog.Provider.Push;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The sections {@code apis}, {@code headers}, {@code limits} and {@code quota}. */
final class CallingReader {
    private CallingReader() {}

    static Calling read(Section file) {
        Map<String, Api> apis =
                file.optionalSection("apis").map(closing(CallingReader::apis)).orElse(Map.of());
        Map<String, String> headers =
                file.optionalSection("headers").map(closing(Formats::headers)).orElse(Map.of());
        List<Limit> limits = file.optionalSections("limits").stream()
                .map(closing(CallingReader::limit))
                .toList();
        ZoneId zone =
                file.optionalSection("quota").map(closing(CallingReader::zone)).orElse(null);
        return new Calling(apis, headers, limits, zone);
    }

    private static Map<String, Api> apis(Section section) {
        return section.each((key, value) -> {
            if (!key.matches(Formats.WORD)) {
                section.fault(value, "apis has a name that is not lower-case letters, digits and hyphens");
            }
            return section.sectionOf(value, "apis." + key).map(closing(api -> {
                URI baseUrl = api.url("baseUrl");
                if (baseUrl.getRawPath().endsWith("/")) {
                    api.fault("apis." + key + ".baseUrl ends with a slash");
                }
                return new Api(
                        baseUrl,
                        api.optionalText("batch", "/[\\x21-\\x7e&&[^?#]]{0,99}", "a path"),
                        api.word("push", Push.class, Push.NONE));
            }));
        });
    }

    private static Limit limit(Section section) {
        return new Limit(
                section.word("of", Limit.Of.class),
                section.number("requests", 1, 100_000_000),
                section.duration("per", Duration.ofDays(31)));
    }

    private static ZoneId zone(Section section) {
        String text = section.text("timeZone");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            section.fault("quota.timeZone is no time zone");
            return ZoneOffset.UTC;
        }
    }
}
