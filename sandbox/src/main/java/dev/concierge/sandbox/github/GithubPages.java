package dev.concierge.sandbox.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list: {@code page} and {@code per_page}, {@code Link} to the others, {@code ETag} to be asked with again. */
final class GithubPages {
    private static final int USUAL = 30;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

    private GithubPages() {}

    /**
     * Answers the page that is asked for; 304 when it is as the request knows it.
     *
     * @param address where the list is, without its query
     * @param most the largest {@code per_page}; more is taken for it
     */
    static Answer answer(Request request, String address, List<ObjectNode> all, int most) {
        int size = Math.min(number(request.query(), "per_page", USUAL), most);
        int page = number(request.query(), "page", 1);
        int last = Math.max(1, (all.size() + size - 1) / size);
        var shown = JsonNodeFactory.instance.arrayNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(shown::add);
        var link = link(request.query(), address, page, last);
        var mark = "W/\"" + hash(shown + link) + "\"";
        var answer =
                request.header("If-None-Match").map(mark::equals).orElse(false) ? unchanged() : Answer.json(200, shown);
        return (link.isEmpty() ? answer : answer.with("Link", link)).with("ETag", mark);
    }

    static Answer unchanged() {
        return Answer.of(304, "application/json; charset=utf-8", "").outcome("unchanged");
    }

    private static String link(Parameters query, String address, int page, int last) {
        var links = new ArrayList<String>();
        if (page > 1) {
            links.add(link(query, address, page - 1, "prev"));
        }
        if (page < last) {
            links.add(link(query, address, page + 1, "next"));
            links.add(link(query, address, last, "last"));
        }
        if (page > 1) {
            links.add(link(query, address, 1, "first"));
        }
        return String.join(", ", links);
    }

    private static String link(Parameters query, String address, int page, String relation) {
        var all = new LinkedHashMap<String, String>();
        query.names().forEach(name -> all.put(name, query.get(name, "")));
        all.put("page", Integer.toString(page));
        return "<" + address + "?" + Parameters.format(all) + ">; rel=\"" + relation + "\"";
    }

    /** What is no number is passed over, as the real one does. */
    private static int number(Parameters query, String name, int otherwise) {
        var text = query.get(name, "");
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : otherwise;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
