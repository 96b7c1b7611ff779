/** The MQTT server that bands connect to. */
@NullMarked
package io.kanhu.ingest.gateway;

import org.jspecify.annotations.NullMarked;
