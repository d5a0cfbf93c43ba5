package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Choice.KnownError;
import dev.concierge.server.catalog.Choice.OwnToken;
import dev.concierge.server.catalog.Provider.Calling;
import dev.concierge.server.catalog.Provider.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code choice}. */
final class ChoiceReader {
    static final String NOUN = "[\\p{L}][\\p{L} -]{0,29}";
    static final String NOUN_RULE = "a noun of at most 30 letters";
    private static final String CODE = "[A-Za-z0-9_.-]{1,60}";

    private ChoiceReader() {}

    static Choice read(Section section, List<Scope> scopes, Calling calling) {
        String scope = section.text("scope");
        if (scopes.stream().noneMatch(known -> known.name().equals(scope))) {
            section.fault("choice.scope names a scope that scopes does not describe");
        }
        String api = section.text("api");
        if (!calling.apis().containsKey(api)) {
            section.fault("choice.api names an API that apis does not describe");
        }
        return new Choice(
                section.text("one", NOUN, NOUN_RULE),
                section.text("many", NOUN, NOUN_RULE),
                scope,
                api,
                section.text("path", "/[A-Za-z0-9/_.-]{1,99}", "a path below the address of the API"),
                section.optionalSection("query")
                        .map(closing(map -> Formats.parameters(map, "choice.query")))
                        .orElse(Map.of()),
                Formats.requiredPointer(section, "list"),
                Formats.requiredPointer(section, "id"),
                Formats.requiredPointer(section, "name"),
                Formats.pointer(section, "note"),
                section.optionalSection("noneError")
                        .map(closing(each -> knownError(each, "noneError")))
                        .orElse(null),
                section.optionalSection("busyError")
                        .map(closing(each -> knownError(each, "busyError")))
                        .orElse(null),
                section.optionalSection("own").map(closing(ChoiceReader::own)).orElse(null),
                section.text("none", ".{1,300}", "one or two sentences"),
                section.optionalUrl("make"));
    }

    private static OwnToken own(Section section) {
        Map<String, String> query = section.optionalSection("query")
                .map(closing(map -> Formats.parameters(map, "choice.own.query")))
                .orElse(Map.of());
        return new OwnToken(query, Formats.requiredPointer(section, "at"));
    }

    private static KnownError knownError(Section section, String name) {
        Set<String> codes = new LinkedHashSet<>(section.oneOrMore("codes"));
        if (!codes.stream().allMatch(code -> code.matches(CODE))) {
            section.fault("choice." + name + ".codes has one that is no error code");
        }
        return new KnownError(Formats.requiredPointer(section, "at"), codes);
    }
}
