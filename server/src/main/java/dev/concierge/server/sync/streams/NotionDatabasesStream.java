package dev.concierge.server.sync.streams;

import org.springframework.stereotype.Component;

/** The databases below what a person picked at Notion; since version 2025-09-03 each of their data sources. */
@Component
class NotionDatabasesStream extends NotionSearchStream {
    NotionDatabasesStream() {
        super(
                new StreamDescription(
                        "notion.api.databases", "Databases", Kind.DATABASE, PROVIDER, API, CONTENT, EVERY),
                "data_source");
    }
}
