package dev.concierge.server.catalog.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registrations;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalog with what is configured: {@code GET /api/v1/oauth/providers}, and its social part {@code /platforms}. */
@RestController
@RequestMapping(path = "/api/v1/oauth", produces = "application/json")
class ProvidersController {
    private final Catalog catalog;
    private final Registrations registrations;

    ProvidersController(Catalog catalog, Registrations registrations) {
        this.catalog = catalog;
        this.registrations = registrations;
    }

    /** A list in the API's usual form; the catalog is small, so there is never a next page. */
    record ProviderList(List<ProviderItem> items, @Nullable String nextCursor) {}

    /**
     * One provider.
     *
     * @param configured whether an account can be connected here: the operator gave a client id and secret
     * @param homepage where a person sees and ends our access at the provider
     */
    record ProviderItem(
            String id,
            String name,
            boolean configured,
            @Nullable URI homepage,
            List<ScopeItem> scopes) {}

    /** One scope in words. */
    record ScopeItem(
            String name, @JsonProperty("class") String scopeClass, String feature, String title, String description) {}

    @GetMapping("/providers")
    ProviderList providers() {
        return list(_ -> true);
    }

    @GetMapping("/platforms")
    ProviderList platforms() {
        return list(Provider::social);
    }

    private ProviderList list(Predicate<Provider> which) {
        return new ProviderList(
                catalog.all().stream().filter(which).map(this::item).toList(), null);
    }

    private ProviderItem item(Provider provider) {
        List<ScopeItem> scopes = provider.scopes().stream()
                .map(scope -> new ScopeItem(
                        scope.name(), scope.scopeClass().word(), scope.feature(), scope.title(), scope.description()))
                .toList();
        boolean configured = registrations.find(provider.id()).isPresent();
        return new ProviderItem(provider.id(), provider.name(), configured, provider.homepage(), scopes);
    }
}
