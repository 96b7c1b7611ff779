/** The HTTP interface: operations of the API, the alert stream, pages, health and metrics. */
@NullMarked
package io.kanhu.server.http;

import org.jspecify.annotations.NullMarked;
