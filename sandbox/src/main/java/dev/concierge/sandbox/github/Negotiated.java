package dev.concierge.sandbox.github;

import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The token endpoint's three formats: a form unless {@code Accept} asks for JSON or XML (field 3). */
final class Negotiated {
    private Negotiated() {}

    static Answer answer(Request request, Map<String, Object> members) {
        var accept = request.header("Accept").orElse("");
        if (accept.contains("application/json")) {
            return Answer.json(200, members);
        }
        var texts = new LinkedHashMap<String, String>();
        members.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return accept.contains("application/xml")
                ? Answer.of(200, "application/xml; charset=utf-8", xml(texts))
                : Answer.of(200, "application/x-www-form-urlencoded; charset=utf-8", Parameters.format(texts));
    }

    private static String xml(Map<String, String> members) {
        return members.entrySet().stream()
                .map(each -> "<%s>%s</%s>".formatted(each.getKey(), Html.escape(each.getValue()), each.getKey()))
                .collect(Collectors.joining("", "<OAuth>", "</OAuth>"));
    }
}
