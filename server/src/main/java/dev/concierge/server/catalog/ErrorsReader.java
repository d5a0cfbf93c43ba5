package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import java.util.LinkedHashSet;
import java.util.Set;

/** The list {@code errors}. */
final class ErrorsReader {
    private static final String CODE = "[A-Za-z0-9_.-]{1,40}";

    private ErrorsReader() {}

    static ErrorTable read(Section file) {
        return new ErrorTable(file.optionalSections("errors").stream()
                .map(closing(ErrorsReader::rule))
                .toList());
    }

    private static ErrorRule rule(Section section) {
        Set<Step> at = section.words("at", Step.class);
        Set<String> subcodes = new LinkedHashSet<>(section.optionalOneOrMore("subcodes"));
        if (!subcodes.stream().allMatch(subcode -> subcode.matches(CODE))) {
            section.fault("errors.subcodes has one that is no error code");
        }
        Cause cause = section.word("cause", Cause.class);
        if (cause == Cause.DENIED && (at.contains(Step.REFRESH) || at.contains(Step.REVOKE))) {
            section.fault("errors.cause denied is for callback and exchange, where a person is present");
        }
        return new ErrorRule(
                at,
                section.text("code", CODE, "an error code"),
                subcodes,
                section.optionalText("text"),
                cause,
                section.word("words", ErrorWords.class));
    }
}
