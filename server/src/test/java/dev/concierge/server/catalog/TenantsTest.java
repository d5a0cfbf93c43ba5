package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose tenants may come here (attack B-04), and at which endpoints. */
@Tag("security")
class TenantsTest {
    private static final String OURS = "11111111-2222-3333-4444-555555555555";
    private static final String OTHERS = "aaaaaaaa-2222-3333-4444-555555555555";

    private final Provider microsoft = new CatalogLoader(true)
            .load(Optional.empty()).stream()
                    .filter(provider -> provider.id().equals("microsoft"))
                    .findFirst()
                    .orElseThrow();

    private Provider with(Map<String, String> variables) {
        return Tenants.of(microsoft, variables::get);
    }

    private static String issuer(Provider provider, String tenant) {
        TenantIssuer issuer = provider.authorization().tenantIssuer();
        return String.valueOf(issuer == null ? null : issuer.of(tenant));
    }

    @Test
    void without_a_word_everybody_may_come() {
        assertThat(with(Map.of())).isEqualTo(microsoft);
        assertThat(issuer(with(Map.of()), OTHERS)).contains(OTHERS);
    }

    @Test
    void one_tenant_stands_in_every_endpoint_and_is_the_only_one_taken() {
        Provider one = with(Map.of("MICROSOFT_TENANT", OURS));

        assertThat(one.authorization().endpoint().getPath()).startsWith("/" + OURS + "/");
        assertThat(one.token().endpoint().getPath()).startsWith("/" + OURS + "/");
        assertThat(String.valueOf(one.identity().jwks())).contains("/" + OURS + "/");
        assertThat(issuer(one, OURS)).contains(OURS);
        assertThat(issuer(one, OTHERS)).isEqualTo("null");
    }

    @Test
    void several_tenants_may_be_allowed() {
        Provider work = with(Map.of("MICROSOFT_TENANT", "organizations", "MICROSOFT_ALLOWED_TENANTS", OURS + ", "));

        assertThat(work.token().endpoint().getPath()).startsWith("/organizations/");
        assertThat(issuer(work, OURS)).contains(OURS);
        assertThat(issuer(work, OTHERS)).isEqualTo("null");
    }

    @Test
    void a_word_that_is_none_stops_the_start() {
        assertThatThrownBy(() -> with(Map.of("MICROSOFT_TENANT", "../evil"))).hasMessageContaining("MICROSOFT_TENANT");
        assertThatThrownBy(() -> with(Map.of("MICROSOFT_ALLOWED_TENANTS", "meridian.example")))
                .hasMessageContaining("is no tenant id");
    }
}
