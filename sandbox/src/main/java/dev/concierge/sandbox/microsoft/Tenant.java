package dev.concierge.sandbox.microsoft;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The path segment that says who may come in: an organisation, or one of the three words for several (field 1). */
sealed interface Tenant {
    /** Personal accounts live in a tenant of their own (field 8). */
    String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    Organization MERIDIAN = new Organization("5d1f0c7e-3a42-4b8e-9c61-7be3a2d94f10", "meridian.example", "Meridian");

    Organization RUIZ_STUDIO =
            new Organization("b7a9e6d2-08c4-4f53-8a1d-2e5c90f7b364", "ruizstudio.example", "Ruiz Studio");

    List<Organization> ORGANIZATIONS = List.of(MERIDIAN, RUIZ_STUDIO);

    /** Whether accounts of the tenant with this id may sign in here. */
    boolean admits(String tenantId);

    /** One organisation, under its id or a verified domain of it. */
    record Organization(String id, String domain, String title) implements Tenant {
        @Override
        public boolean admits(String tenantId) {
            return id.equals(tenantId);
        }
    }

    /** {@code common}, {@code organizations} or {@code consumers}. */
    enum Several implements Tenant {
        COMMON,
        ORGANIZATIONS,
        CONSUMERS;

        @Override
        public boolean admits(String tenantId) {
            boolean personal = tenantId.equals(Tenant.CONSUMERS);
            return switch (this) {
                case COMMON -> true;
                case ORGANIZATIONS -> !personal;
                case CONSUMERS -> personal;
            };
        }
    }

    /** The tenant a path segment means; empty: there is none (AADSTS90002). */
    static Optional<Tenant> named(String segment) {
        var name = segment.toLowerCase(Locale.ROOT);
        if (name.equals(CONSUMERS)) {
            return Optional.of(Several.CONSUMERS);
        }
        if (Set.of("common", "organizations", "consumers").contains(name)) {
            return Optional.of(Several.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return ORGANIZATIONS.stream()
                .filter(each -> each.id().equals(name) || each.domain().equals(name))
                .<Tenant>map(each -> each)
                .findFirst();
    }
}
