package dev.concierge.server.keystore;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.HostPort;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Single calls of Vault's HTTP API, each with a deadline of its own and no retry. */
final class VaultCalls {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LARGEST = 512 * 1024;
    private static final int NO_CONTENT = 204;
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAULT = 500;

    /** Below 500, and may go through later: consistency (412), rate limits (429), standbys (472, 473). */
    private static final Set<Integer> LATER = Set.of(412, 429, 472, 473);

    private static final int SEALED = 503;

    private final Outbound out;
    private final URI server;
    private final @Nullable String namespace;

    VaultCalls(Outbound out, URI server, @Nullable String namespace) {
        this.out = out;
        this.server = server;
        this.namespace = namespace;
    }

    VaultAnswer get(String path, Secret token) {
        return send(request(Method.GET, path, token));
    }

    /** @param token null to sign in */
    VaultAnswer post(String path, @Nullable Secret token, Map<String, String> members) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        members.forEach(body::put);
        return send(request(Method.POST, path, token).json(body.toString()));
    }

    private OutboundRequest.Builder request(Method method, String path, @Nullable Secret token) {
        OutboundRequest.Builder request = OutboundRequest.to(
                        "vault", "key-store", Set.of(HostPort.of(server)), method, server.resolve("/v1/" + path))
                .template("/v1/" + path)
                .header("X-Vault-Request", "true")
                .deadline(DEADLINE)
                .answerLimit(LARGEST);
        if (namespace != null) {
            request.header("X-Vault-Namespace", namespace);
        }
        return token == null ? request : request.header("X-Vault-Token", token.reveal());
    }

    private VaultAnswer send(OutboundRequest.Builder request) {
        OutboundOutcome outcome = out.send(request.build());
        return switch (outcome) {
            case Answered answered -> read(answered);
            case Unreachable unreachable ->
                new VaultAnswer.Away(
                        switch (unreachable.reason()) {
                            case TIMEOUT -> "does not answer in time";
                            case TLS -> "cannot be reached: its certificate is not trusted (VAULT_CACERT)";
                            case BREAKER_OPEN, BULKHEAD_FULL ->
                                "failed too often lately and is left alone for a moment";
                            case REFUSED_ADDRESS, CONNECT, TOO_LARGE, CUT -> "cannot be reached";
                        });
        };
    }

    private static VaultAnswer read(Answered answered) {
        int status = answered.status();
        if (status == NO_CONTENT) {
            return new VaultAnswer.Done(JsonNodeFactory.instance.objectNode());
        }
        if (answered.successful()) {
            return StrictJson.object(answered.content())
                    .<VaultAnswer>map(VaultAnswer.Done::new)
                    .orElseGet(() -> new VaultAnswer.Away("answers something that is not Vault's"));
        }
        if (status < FIRST_REFUSAL) {
            return new VaultAnswer.Away("is a standby that redirects; VAULT_ADDR must lead to the active one");
        }
        if (status == SEALED) {
            return new VaultAnswer.Away("is sealed or down for maintenance");
        }
        return status >= FIRST_FAULT || LATER.contains(status)
                ? new VaultAnswer.Away("answers " + status)
                : new VaultAnswer.Refused(status);
    }
}
