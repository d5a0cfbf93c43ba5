package dev.concierge.server.sync.streams;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import tools.jackson.databind.JsonNode;

/**
 * What stands in a message, as text: the first part of type {@code text/plain}, or else the first one of {@code text/html} without its markup (RFC 2046).
 * Attachments are passed over. Gmail gives a part's bytes in base64url and in the part's own charset.
 */
final class GmailBody {
    private static final int LONGEST = 100_000;
    private static final int DEEPEST = 20;
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private GmailBody() {}

    /**
     * Reads it.
     *
     * @param payload the member {@code payload} of a message
     * @return at most 100,000 characters; empty for a message without text
     */
    static String text(JsonNode payload) {
        String plain = first(payload, "text/plain", 0);
        String text =
                plain.isBlank() ? Jsoup.parse(first(payload, "text/html", 0)).wholeText() : plain;
        String stripped = text.strip();
        return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST);
    }

    private static String first(JsonNode part, String type, int depth) {
        if (part.path("mimeType").asString("").equalsIgnoreCase(type)
                && part.path("filename").asString("").isEmpty()) {
            return decoded(part);
        }
        if (depth < DEEPEST) {
            for (JsonNode inner : part.path("parts")) {
                String text = first(inner, type, depth + 1);
                if (!text.isBlank()) {
                    return text;
                }
            }
        }
        return "";
    }

    private static String decoded(JsonNode part) {
        try {
            byte[] bytes = Base64.getUrlDecoder()
                    .decode(part.path("body").path("data").asString("").replace("=", ""));
            return new String(bytes, charset(part));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("body_unreadable", e);
        }
    }

    /** As its header field says; UTF-8 where it says none, or one that nobody knows. */
    private static Charset charset(JsonNode part) {
        for (JsonNode header : part.path("headers")) {
            Matcher named = CHARSET.matcher(header.path("value").asString(""));
            if (header.path("name").asString("").equalsIgnoreCase("Content-Type") && named.find()) {
                try {
                    return Charset.forName(named.group(1));
                } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                    return StandardCharsets.UTF_8;
                }
            }
        }
        return StandardCharsets.UTF_8;
    }
}
