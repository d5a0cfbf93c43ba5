package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Revocation.Reach;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which grants hang on one consent at the provider, so that one revocation there ends them all. */
@Component
public class SharedConsents {
    private final Catalog catalog;

    SharedConsents(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The account's own other grants on the consent of this one, ended ones too. Inside the caller's transaction. */
    public List<UUID> with(JdbcClient jdbc, UUID grantId) {
        return shared(jdbc, grantId).stream().map(GrantRepository.Shared::id).toList();
    }

    /** Those of them that have not ended. Inside the caller's transaction. */
    public List<UUID> livingWith(JdbcClient jdbc, UUID grantId) {
        return shared(jdbc, grantId).stream()
                .filter(GrantRepository.Shared::live)
                .map(GrantRepository.Shared::id)
                .toList();
    }

    private List<GrantRepository.Shared> shared(JdbcClient jdbc, UUID grantId) {
        Optional<Grant> grant = GrantRepository.find(jdbc, grantId);
        Optional<Provider> provider = grant.flatMap(found -> catalog.find(found.provider()));
        if (provider.isEmpty() || provider.get().revocation().reach() == Reach.TOKEN) {
            return List.of();
        }
        String registration = registration(
                provider.get().revocation().reach(), grant.orElseThrow().registration());
        return GrantRepository.ofConsent(
                        jdbc, providers(provider.get()), grant.orElseThrow().consentOf(), registration)
                .stream()
                .filter(one -> !one.id().equals(grantId))
                .toList();
    }

    /** The providers whose grants a call at this one may end. */
    List<String> providers(Provider provider) {
        String project = provider.about().project();
        return provider.revocation().reach() == Reach.PROJECT
                ? catalog.all().stream()
                        .filter(other -> other.about().project().equals(project))
                        .map(Provider::id)
                        .toList()
                : List.of(provider.id());
    }

    /** The registration whose grants it may end; null: those of every one. */
    static @Nullable String registration(Reach reach, String own) {
        return reach == Reach.GRANT ? own : null;
    }
}
