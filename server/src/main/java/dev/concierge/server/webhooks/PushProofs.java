package dev.concierge.server.webhooks;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is asked about channels before anybody knows whose they are. Secrets are compared by their hashes, whose time tells nothing of them. */
@Component
class PushProofs {
    private final AuthScope auth;
    private final Clock clock;

    PushProofs(AuthScope auth, Clock clock) {
        this.auth = auth;
        this.clock = clock;
    }

    /** Whose channel it is; empty when it is not there, over, or has another secret. */
    Optional<UUID> owner(UUID channelId, Secret secret) {
        return auth.call(jdbc -> jdbc.sql("select account_id from push_channel(:id, :hash, :now)")
                .param("id", channelId)
                .param("hash", secret.sha256())
                .param("now", PushChannelRepository.utc(clock.instant()))
                .query(UUID.class)
                .optional());
    }

    /** Whether a provider has been asked for this channel and has not answered. */
    boolean opening(UUID channelId) {
        return state(channelId).filter("opening"::equals).isPresent();
    }

    /** Whether it is somebody's, and not over. */
    boolean known(UUID channelId) {
        return state(channelId).isPresent();
    }

    private Optional<String> state(UUID channelId) {
        return auth.call(jdbc -> jdbc.sql("select state from push_channel_state(:id, :now)")
                .param("id", channelId)
                .param("now", PushChannelRepository.utc(clock.instant()))
                .query(String.class)
                .optional());
    }

    /**
     * Whether something comes for the first time; it does not from now on.
     *
     * @param door where it came in
     */
    boolean first(String door, byte[] hash) {
        return auth.call(jdbc -> jdbc.sql("select push_once(:door, :hash, :now)")
                .param("door", door)
                .param("hash", hash)
                .param("now", PushChannelRepository.utc(clock.instant()))
                .query(Boolean.class)
                .single());
    }
}
