package dev.concierge.server.outbound;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;

/** Nothing but this room opens connections to the outside (design, section 11 rule 7). */
@Tag("security")
@AnalyzeClasses(packages = "dev.concierge.server", importOptions = DoNotIncludeTests.class)
class OneWayOutTest {
    private static final String HERE = "dev.concierge.server.outbound..";

    @ArchTest
    static final ArchRule NO_OTHER_HTTP_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage(HERE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..", "org.apache.hc..", "org.springframework.http.client..", "javax.net.ssl..");

    @ArchTest
    static final ArchRule NO_OTHER_CONNECTION = noClasses()
            .that()
            .resideOutsideOfPackage(HERE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Socket|ServerSocket|DatagramSocket|URLConnection|HttpURLConnection)"
                    + "|java\\.nio\\.channels\\.(Asynchronous)?(Server)?SocketChannel"
                    + "|org\\.springframework\\.web\\.client\\.Rest(Client|Template).*"
                    + "|org\\.springframework\\.web\\.reactive\\.function\\.client\\.WebClient.*");

    @ArchTest
    static final ArchRule NO_OTHER_SENDER_OF_MAIL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.concierge.server.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..", "org.springframework.mail..");

    @ArchTest
    static final ArchRule NO_CALL_BY_A_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage(HERE)
            .should()
            .callMethod(java.net.URL.class, "openStream")
            .orShould()
            .callMethod(java.net.URL.class, "openConnection")
            .orShould()
            .callMethod(com.nimbusds.oauth2.sdk.http.HTTPRequest.class, "send");
}
