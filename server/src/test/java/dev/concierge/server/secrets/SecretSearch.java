package dev.concierge.server.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Finds secrets in a text, in every form they are likely to take: plain, URL-encoded (of a form and of a path), base64 of both alphabets at each
 * of the three alignments, hexadecimal, JSON-escaped, HTML-escaped. One pass over the text, however many secrets there are.
 */
final class SecretSearch {
    private static final int WINDOW = Long.BYTES;
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    /** Shorter ones would be found by chance. */
    private static final int SHORTEST = 12;

    private record Needle(String name, String text) {}

    private final Map<Long, List<Needle>> needles = new HashMap<>();
    private int count;

    /**
     * Looks for this secret as well.
     *
     * @param name what a finding is called: never the secret itself
     */
    void add(String name, String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        count++;
        Set<String> forms = new TreeSet<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String url : List.of(form, form.replace("+", "%20"))) {
            forms.add(url);
            forms.add(lowerCaseHex(url));
        }
        forms.addAll(html(secret));
        forms.add(String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(secret)));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            int from = shift == 0 ? 0 : 4;
            int to = shifted.length / 3 * 4;
            forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
            forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
        }
        forms.stream()
                .filter(text -> text.length() >= WINDOW)
                .forEach(text -> needles.computeIfAbsent(window(text, 0), _ -> new ArrayList<>())
                        .add(new Needle(name, text)));
    }

    /** How many secrets are looked for. */
    int count() {
        return count;
    }

    /** The names of the secrets that the text holds, each with a little of what stands before it. */
    Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        long window = 0;
        for (int i = 0; i < text.length(); i++) {
            window = (window << Byte.SIZE) | (text.charAt(i) & 0xff);
            List<Needle> candidates = i < WINDOW - 1 ? null : needles.get(window);
            if (candidates != null) {
                int at = i - WINDOW + 1;
                candidates.stream()
                        .filter(needle -> text.startsWith(needle.text(), at))
                        .forEach(needle -> found.add(needle.name() + " after …" + before(text, at)));
            }
        }
        return found;
    }

    private static String lowerCaseHex(String url) {
        return ESCAPE.matcher(url).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    /** As text, as an attribute, and with all of it escaped. */
    private static List<String> html(String secret) {
        String text = secret.replace("&", "&amp;").replace("<", "&lt;");
        String attribute = text.replace("\"", "&#34;").replace("'", "&#39;");
        return List.of(text.replace(">", "&gt;"), attribute, attribute.replace(">", "&gt;"));
    }

    private static String before(String text, int at) {
        return text.substring(Math.max(0, at - 120), at).replaceAll("\\s+", " ");
    }

    private static long window(String text, int from) {
        long window = 0;
        for (int i = from; i < from + WINDOW; i++) {
            window = (window << Byte.SIZE) | (text.charAt(i) & 0xff);
        }
        return window;
    }
}
