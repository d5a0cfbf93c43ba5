package dev.concierge.sandbox;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Answer;
import java.util.Map;
import java.util.TreeMap;

/** Adds, changes and removes what somebody wrote at a provider: pages, databases, posts. */
final class ControlItems {
    private final Sandbox sandbox;

    ControlItems(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** {@code {provider, account, action: add|change|remove, id, kind, place, text, likes}}. */
    Answer change(ControlBody body) {
        body.only("provider", "account", "action", "id", "kind", "place", "text", "likes");
        var entries = sandbox.entries(body.text("provider"));
        var account = sandbox.people().get(body.text("account")).account();
        return switch (body.text("action")) {
            case "add" -> told(add(entries, account, body));
            case "change" ->
                told(entries.change(account, body.text("id"), before -> changed(body, before))
                        .orElseThrow(() -> new IllegalArgumentException("There is no entry " + body.text("id") + ".")));
            case "remove" -> Answer.json(200, Map.of("removed", entries.remove(account, body.text("id"))));
            case String other -> throw new IllegalArgumentException("There is no action " + other + ".");
        };
    }

    /** What is there, by kind: {@code {counts: {kind: n}}}. */
    Answer count(String provider, String account) {
        var counts = new TreeMap<String, Integer>();
        sandbox.entries(provider)
                .of(sandbox.people().get(account).account())
                .forEach(entry -> counts.merge(entry.kind(), 1, Integer::sum));
        return Answer.json(200, Map.of("counts", counts));
    }

    private static Entry add(Entries entries, String account, ControlBody body) {
        return body.has("place")
                ? entries.add(account, body.text("kind"), body.text("place"), body.text("text"))
                : entries.add(account, body.text("kind"), body.text("text"));
    }

    private static Entry changed(ControlBody body, Entry before) {
        var said = before.saying(body.text("text", before.text()));
        return body.has("likes") ? said.liked(body.number("likes")) : said;
    }

    private static Answer told(Entry entry) {
        return Answer.json(200, Map.of("id", entry.id(), "likes", entry.likes()));
    }
}
