package dev.concierge.sandbox;

import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.belongings.Belongings;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One person's things of one kind, as their owner sees them: what tests change behind the back of whoever syncs them. */
public final class BelongingsView {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Belongings things;
    private final String account;

    BelongingsView(Belongings things, String account) {
        this.things = things;
        this.account = account;
    }

    /** Those that are there, in the order of their last change. */
    public List<Belonging> all() {
        return things.snapshot(account).there();
    }

    /**
     * Adds one.
     *
     * @param content a JSON object in the provider's form, with an id that was never used
     * @throws IllegalArgumentException when it is none, or has no such id
     */
    public Belonging add(String content) {
        return add(object(JSON.readTree(content)));
    }

    Belonging add(ObjectNode content) {
        return things.add(account, content);
    }

    /**
     * Changes one by a merge patch (RFC 7396).
     *
     * @throws IllegalArgumentException when it is not there
     */
    public Belonging change(String id, String patch) {
        return change(id, object(JSON.readTree(patch)));
    }

    Belonging change(String id, ObjectNode patch) {
        return things.change(account, id, content -> object(MergePatch.apply(content, patch)))
                .orElseThrow(() -> new IllegalArgumentException("There is nothing called " + id + " to change."));
    }

    /** Takes one away; false when it is not there. */
    public boolean remove(String id) {
        return things.remove(account, id);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("The content is no JSON object.");
    }
}
