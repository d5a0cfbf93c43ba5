package dev.concierge.server.webhooks;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What comes of a push that the provider signed: a hint for each connection of each account that it names, once. */
@Component
class SignedIntake {
    /** Of one push; Meta sends up to a thousand changes in one. */
    private static final int MOST_SUBJECTS = 1000;

    private final PushProofs proofs;
    private final AuthScope auth;
    private final AccountScope accounts;
    private final ApplicationEventPublisher events;

    SignedIntake(PushProofs proofs, AuthScope auth, AccountScope accounts, ApplicationEventPublisher events) {
        this.proofs = proofs;
        this.auth = auth;
        this.accounts = accounts;
        this.events = events;
    }

    private record Place(UUID accountId, UUID integrationId) {}

    /**
     * Takes a push whose signature fits.
     *
     * @param body as it came; the same again does nothing
     * @param subjects the accounts at the provider that it tells of, as the provider names them
     */
    void take(String provider, byte[] body, Collection<String> subjects) {
        if (proofs.first(provider, Secret.of(body).sha256())) {
            subjects.stream().distinct().limit(MOST_SUBJECTS).forEach(subject -> hint(provider, subject));
        }
    }

    private void hint(String provider, String subject) {
        List<Place> places = auth.call(jdbc -> jdbc.sql(
                        "select account_id, integration_id from push_integrations(:provider, :subject)")
                .param("provider", provider)
                .param("subject", subject)
                .query((row, _) ->
                        new Place(row.getObject("account_id", UUID.class), row.getObject("integration_id", UUID.class)))
                .list());
        for (Place place : places) {
            accounts.run(
                    place.accountId(),
                    _ -> events.publishEvent(new PushHint(place.accountId(), place.integrationId(), provider, null)));
        }
    }
}
