/** What only the demonstration has: users for its workers, and the file with all its keys. */
@NullMarked
package io.kanhu.server.demo;

import org.jspecify.annotations.NullMarked;
