package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.dialect.Pushing;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Parameters;
import java.util.Map;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The webhook of the app for the feed of Pages (field 14), as if each Page had been subscribed by hand. What is signed has no character beyond ASCII. */
final class MetaWebhook extends Webhook {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Meta asks for the number that it sends, by the word that was typed in. */
    @Override
    protected void greet(Setup wanted) {
        var challenge = Long.toString(Long.parseLong(Randoms.hex(5), 16));
        var question =
                wanted.address() + (wanted.address().contains("?") ? "&" : "?") + "hub.mode=subscribe&hub.challenge="
                        + challenge + "&hub.verify_token=" + Parameters.encode(wanted.verifyToken());
        boolean ours = Pushing.send(Pushing.to(question).GET().build())
                .filter(answer -> answer.statusCode() == 200 && answer.body().equals(challenge))
                .isPresent();
        if (!ours) {
            throw new IllegalArgumentException("The address did not give the challenge back.");
        }
    }

    void changed(Entry post, Change change) {
        var body = JsonNodeFactory.instance.objectNode().put("object", "page");
        var entry = body.putArray("entry")
                .addObject()
                .put("id", post.place())
                .put("time", post.updatedAt().getEpochSecond());
        entry.putArray("changes")
                .addObject()
                .put("field", "feed")
                .putObject("value")
                .put("item", "status")
                .put("verb", word(change))
                .put("post_id", post.id())
                .put("message", post.text())
                .put("created_time", post.createdAt().getEpochSecond());
        push("X-Hub-Signature-256", JSON.writeValueAsString(body), Map.of("User-Agent", "facebookplatform/sandbox"));
    }

    private static String word(Change change) {
        return switch (change) {
            case ADDED -> "add";
            case CHANGED -> "edited";
            case REMOVED -> "remove";
        };
    }
}
