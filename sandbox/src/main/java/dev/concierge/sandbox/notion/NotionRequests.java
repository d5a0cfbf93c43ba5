package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Request;
import java.util.Optional;
import java.util.Set;

/** What every request must be like before its content counts: a version, and a body of known members (fields 3, 15). */
final class NotionRequests {
    private static final Set<String> VERSIONS =
            Set.of("2021-05-13", "2021-08-16", "2022-02-22", "2022-06-28", "2025-09-03", "2026-03-11");

    private NotionRequests() {}

    /** The answer that refuses the version, or empty. */
    static Optional<Answer> versionProblem(Request request) {
        var version = request.header("Notion-Version");
        if (version.isEmpty()) {
            return Optional.of(NotionErrors.error(
                    400, "missing_version", "Notion-Version header should be defined, instead was undefined."));
        }
        return VERSIONS.contains(version.get())
                ? Optional.empty()
                : Optional.of(
                        NotionErrors.error(400, "validation_error", "Notion-Version header is no known version."));
    }

    /** The answer that refuses version or body, or empty. A member that is null counts as left out. */
    static Optional<Answer> problem(Request request, Set<String> texts, Set<String> objects) {
        var version = versionProblem(request);
        if (version.isPresent()) {
            return version;
        }
        try {
            for (var member : request.jsonObject().properties()) {
                var value = member.getValue();
                boolean text = texts.contains(member.getKey());
                boolean object = objects.contains(member.getKey());
                boolean fits = value.isNull() || (text && value.isString()) || (object && value.isObject());
                if (!fits || !(text || object)) {
                    return Optional.of(NotionErrors.error(
                            400, "validation_error", "body failed validation: body." + member.getKey()));
                }
            }
            return Optional.empty();
        } catch (BadRequest unreadable) {
            return Optional.of(
                    NotionErrors.error(unreadable.status(), "invalid_json", String.valueOf(unreadable.getMessage())));
        }
    }
}
