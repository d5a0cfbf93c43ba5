package dev.concierge.sandbox.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The webhook of an app: one address and one secret for all people, as somebody set them up at the provider. Pushes are sent before whatever changed something is
 * answered, so that a test knows when it is over, and never again. It is forgotten when the sandbox ends.
 */
public abstract class Webhook {
    private volatile @Nullable Setup setup;

    /**
     * What somebody typed in at the provider.
     *
     * @param secret what pushes are signed with
     * @param verifyToken what the provider repeats when it asks whether the address is ours; empty where it does not ask
     */
    public record Setup(String address, String secret, String verifyToken) {
        @Override
        public String toString() {
            return "Setup[" + address + "]";
        }
    }

    /**
     * Sets it up, in place of what was there.
     *
     * @throws IllegalArgumentException when the provider would not take it
     */
    public final void set(Setup wanted) {
        if (!Pushing.mayGoTo(wanted.address()) || wanted.secret().isEmpty()) {
            throw new IllegalArgumentException(
                    "A webhook needs an https address, or http on this machine, and a secret.");
        }
        greet(wanted);
        setup = wanted;
    }

    /**
     * What the provider sends first.
     *
     * @throws IllegalArgumentException when it does not take the address because of what came back
     */
    protected abstract void greet(Setup wanted);

    /** Sends a push, if somebody set the webhook up. */
    protected final void push(String signatureHeader, String body, Map<String, String> headers) {
        var there = setup;
        if (there != null) {
            send(there, signatureHeader, body, headers);
        }
    }

    protected static Optional<HttpResponse<String>> send(
            Setup to, String signatureHeader, String body, Map<String, String> headers) {
        var request = Pushing.to(to.address())
                .header("Content-Type", "application/json")
                .header(signatureHeader, "sha256=" + hmac(to.secret(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return Pushing.send(request.build());
    }

    /** HMAC-SHA-256 (RFC 2104) of the body as it is sent, in hexadecimal digits. */
    private static String hmac(String secret, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
