package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class MailboxesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mara Lind <mara@example.org>|Mara Lind",
                "mara@example.org|mara@example.org",
                "<mara@example.org>|mara@example.org",
                "\"Lind, Mara\" <mara@example.org>, an@example.org|Lind, Mara;an@example.org",
                "\"Mara \\\"M\\\" Lind\" <mara@example.org>|Mara \"M\" Lind",
                "a@example.org,,  b@example.org ,|a@example.org;b@example.org",
                "\"never closed, <mara@example.org>|never closed,",
                "Mara <mara@example.org|Mara",
                "Ä <\"a,b\"@example.org>|Ä"
            })
    void names_are_taken_out_of_a_list(String list, String names) {
        assertThat(String.join(";", Mailboxes.names(list))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({"''", "' , '", "'<>'"})
    void a_list_of_nobody_is_empty(String list) {
        assertThat(Mailboxes.names(list)).isEmpty();
    }
}
