@NullMarked
package io.kanhu.ingest.gateway;

import org.jspecify.annotations.NullMarked;
