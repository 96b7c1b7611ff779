/** The MQTT client that takes bands' messages from a broker. */
@NullMarked
package io.kanhu.ingest.broker;

import org.jspecify.annotations.NullMarked;
