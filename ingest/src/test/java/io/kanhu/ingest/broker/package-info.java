@NullMarked
package io.kanhu.ingest.broker;

import org.jspecify.annotations.NullMarked;
