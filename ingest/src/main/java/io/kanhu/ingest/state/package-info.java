/** The newest of each kind that is known of every wearer. */
@NullMarked
package io.kanhu.ingest.state;

import org.jspecify.annotations.NullMarked;
