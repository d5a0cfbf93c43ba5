package dev.concierge.sandbox.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.MergePatch;
import dev.concierge.sandbox.Secrets;
import dev.concierge.sandbox.SigningKeys;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes ID tokens out of claims, with the faults that the knobs ask for. */
public final class IdTokenSealer {
    private final Secrets secrets;
    private final KnobBoard knobs;
    private final SigningKeys keys;

    public IdTokenSealer(Secrets secrets, KnobBoard knobs, SigningKeys keys) {
        this.secrets = secrets;
        this.knobs = knobs;
        this.keys = keys;
    }

    /** The token; {@link Knobs#ID_TOKEN_CLAIMS} changes its claims, {@link Knobs#ALGORITHM_NONE} leaves it unsigned. */
    public String seal(ObjectNode claims) {
        var changed = MergePatch.apply(claims, knobs.get(Knobs.ID_TOKEN_CLAIMS));
        var token = knobs.get(Knobs.ALGORITHM_NONE) ? unsigned(changed) : keys.sign(changed);
        secrets.record(Secrets.Kind.ID_TOKEN, token);
        return token;
    }

    private static String unsigned(JsonNode claims) {
        return base64Url("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64Url(claims.toString()) + ".";
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
