package dev.concierge.server.authorization;

import dev.concierge.server.encryption.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Callbacks that come by POST ({@code response_mode=form_post}). The provider's page sends them, so our SameSite cookies do not come with them;
 * they wait, sealed, for at most a minute until the same browser asks for them by a GET of ours.
 */
public interface CallbackForms {
    /**
     * Keeps the parameters of a callback.
     *
     * @param parameters as they came, with every value of every name
     * @return the one-time handle to ask with; empty, and nothing kept, unless they name a trip to this provider that is open, and are of a
     *     reasonable size
     */
    Optional<Secret> keep(String providerId, Map<String, List<String>> parameters);

    /** The parameters again, once. @return empty for a handle that is unknown, used, of another provider or too old */
    Optional<Map<String, List<String>>> take(String providerId, String handle);

    /** Deletes what nobody came for. @return how many went */
    int purge();
}
