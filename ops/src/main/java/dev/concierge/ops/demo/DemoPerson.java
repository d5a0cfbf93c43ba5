package dev.concierge.ops.demo;

import java.util.Locale;

/** Who can sign in right after the first start. */
enum DemoPerson {
    PERSON("linh@demo.example", "Linh Tran", "user", DemoSecrets.Name.PERSON_PASSWORD),
    ADMINISTRATOR("admin@demo.example", "Demo Administrator", "admin", DemoSecrets.Name.ADMINISTRATOR_PASSWORD);

    private final String email;
    private final String fullName;
    private final String role;
    private final DemoSecrets.Name password;

    DemoPerson(String email, String fullName, String role, DemoSecrets.Name password) {
        this.email = email;
        this.fullName = fullName;
        this.role = role;
        this.password = password;
    }

    /** What they are in the demo's own words. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String email() {
        return email;
    }

    String fullName() {
        return fullName;
    }

    String role() {
        return role;
    }

    DemoSecrets.Name password() {
        return password;
    }
}
