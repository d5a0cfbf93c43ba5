package dev.concierge.server.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Forms of values that several sections share. */
final class Formats {
    static final String WORD = "[a-z][a-z0-9-]{0,39}";
    static final String PARAMETER = "[A-Za-z][A-Za-z0-9_.-]{0,39}";
    private static final String HEADER = "[A-Za-z][A-Za-z0-9-]{0,59}";
    private static final String MEMBER = "[A-Za-z_][A-Za-z0-9_]{0,39}";
    private static final String POINTER = MEMBER + "|(/[A-Za-z0-9_.-]{1,40}){1,8}";
    private static final String POINTER_RULE = "the name of a member or a JSON pointer";

    /** Parameters that the protocol itself sets (RFC 6749, 7636, 9101, OpenID Connect Core); a file may not. */
    static final Set<String> RESERVED_PARAMETERS = Set.of(
            "client_id",
            "client_secret",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "request",
            "request_uri",
            "claims",
            "id_token_hint",
            "iss");

    /** Header fields that calls set themselves. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "authorization",
            "accept",
            "content-type",
            "content-length",
            "host",
            "cookie",
            "connection",
            "transfer-encoding");

    private Formats() {}

    /** Reads a section and finds the keys that nobody asked for. */
    static <T> Function<Section, T> closing(Function<Section, T> read) {
        return section -> {
            T result = read.apply(section);
            section.done();
            return result;
        };
    }

    /** Further parameters of authorization requests. */
    static Map<String, String> parameters(Section section, String called) {
        return section.each((key, value) -> {
            if (RESERVED_PARAMETERS.contains(key)) {
                section.fault(value, called + "." + key + " is set by the protocol itself");
            } else if (!key.matches(PARAMETER)) {
                section.fault(value, called + " has a name that is no parameter");
            }
            return Optional.of(section.values().text(value, key));
        });
    }

    static Map<String, String> headers(Section section) {
        return section.each((key, value) -> {
            if (!key.matches(HEADER) || RESERVED_HEADERS.contains(key.toLowerCase(java.util.Locale.ROOT))) {
                section.fault(value, "headers has a name that a file may not set");
            }
            String text = section.values().text(value, key);
            if (!text.matches("[\\x20-\\x7e]{1,100}")) {
                section.fault(value, "headers." + key + " holds a character that no header field may");
            }
            return Optional.of(text);
        });
    }

    /** A member of an object: a JSON pointer (RFC 6901), or the plain name of a member. */
    static @Nullable String pointer(Section section, String key) {
        String text = section.optionalText(key, POINTER, POINTER_RULE);
        return text == null ? null : pointer(text);
    }

    /** As {@link #pointer(Section, String)}, of a member that must be named. */
    static String requiredPointer(Section section, String key) {
        return pointer(section.text(key, POINTER, POINTER_RULE));
    }

    static List<String> pointers(Section section, String key) {
        return pointers(section, key, section.oneOrMore(key));
    }

    static List<String> pointers(Section section, String key, List<String> texts) {
        if (!texts.stream().allMatch(text -> text.matches(POINTER))) {
            section.fault(key + " is " + POINTER_RULE);
        }
        return texts.stream().map(Formats::pointer).toList();
    }

    private static String pointer(String text) {
        return text.startsWith("/") ? text : "/" + text;
    }
}
