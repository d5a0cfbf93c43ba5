package dev.concierge.server.support;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a browser shows: the last answer of a chain of redirects. */
public record Page(URI uri, int status, HttpHeaders headers, String body) {
    public Document document() {
        return Jsoup.parse(body, uri.toString());
    }

    /** The first element that fits. @throws AssertionError when there is none, with the page's text */
    public Element find(String selector) {
        Element found = document().selectFirst(selector);
        if (found == null) {
            throw new AssertionError("no " + selector + " on " + uri.getPath() + " (" + status + "): " + text());
        }
        return Objects.requireNonNull(found);
    }

    public boolean has(String selector) {
        return document().selectFirst(selector) != null;
    }

    public String text() {
        return document().text();
    }

    public String path() {
        return uri.getPath();
    }
}
