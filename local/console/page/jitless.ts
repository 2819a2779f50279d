import { z } from 'zod';

// The page may not make code of texts, and shall not be seen to try.
z.config({ jitless: true });
