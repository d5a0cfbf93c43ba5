/**
 * Takes over accounts and grants of an older installation from a file of JSON lines: reads strictly, decrypts what {@code LEGACY_ENCRYPTION_KEY}
 * encrypted, writes each line in one transaction, and remembers it there. How accounts and integrations are made is theirs to say
 * ({@code identity}, {@code integrations}). The form is in docs/import.md.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"problem", "web", "database", "encryption", "audit", "identity", "integrations"})
package dev.concierge.server.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
